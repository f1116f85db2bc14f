import { countOf } from "../bundle/layout.ts";
import { plainText } from "../encoding/plain-text.ts";
import type { ChunkRange } from "../formats/bundle.ts";
import { type GapCode, gapCodeOf } from "../formats/gap-code.ts";
import type { BundleFacts, CheckpointFacts } from "./verdict.ts";

/** The facts of a verified bundle as sentences for people, most important first. */
export function describeFacts(facts: BundleFacts): readonly string[] {
  return [
    ...aboutRecording(facts),
    ...aboutCompleteness(facts),
    ...aboutInterruptions(facts),
    ...aboutTime(facts),
    ...aboutOwner(facts),
    ...aboutExtras(facts),
  ];
}

/** Last millisecond that ECMAScript can write as a date. */
const LAST_DATE_MS = 8_640_000_000_000_000;

const time = (ms: number): string =>
  ms <= LAST_DATE_MS ? new Date(ms).toISOString().replace(".000Z", "Z") : `${ms} ms after 1970`;
const chunks = (count: number): string => (count === 1 ? "1 chunk" : `${count} chunks`);
const ranges = (list: readonly ChunkRange[]): string =>
  list.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (seconds < 60) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

const ends: Record<BundleFacts["end"], string> = {
  stopped: "It ended because it was stopped.",
  limit: "It ended because its time or size limit was reached.",
  interrupted: "It was cut off: the node stopped in the middle of it.",
  recorder_lost: "It ended because the recorder failed.",
  desktop_lost: "It ended because the desktop went away.",
};

const gapKinds: Record<BundleFacts["gaps"][number]["kind"], string> = {
  paused: "recording was paused",
  recorder_lost: "the recorder had failed",
  interrupted: "the node had stopped",
};

const gapCodes: Record<GapCode, string> = {
  "encoder-stalled": "the encoder stood still",
  "display-silent": "the display gave no picture",
  "recorder-stopped": "the recorder did not run",
  "recorder-ended": "the recorder had failed",
  "recorder-stuck": "the recorder was stuck",
  overload: "the machine was too slow",
  "clock-set": "the node's clock was set, or the machine slept",
};

function whyMissing(gap: BundleFacts["gaps"][number]): string {
  const code = gapCodeOf(gap);
  return code === undefined ? gapKinds[gap.kind] : gapCodes[code];
}

function aboutRecording(facts: BundleFacts): string[] {
  return [
    `This is session ${facts.sessionId}, recorded from ${time(facts.startedAtMs)} to ${time(facts.endedAtMs)}: ${chunks(facts.chunkCount)}, ${facts.totalSize} bytes sealed.`,
    ends[facts.end],
  ];
}

function aboutCompleteness(facts: BundleFacts): string[] {
  const said: string[] = [];
  if (facts.includedCount === facts.chunkCount) said.push("Every chunk of the recording is here and unaltered.");
  else if (facts.includedCount === 0)
    said.push("No chunk of the recording is in this bundle; it proves the list of chunks only.");
  else said.push(`${chunks(facts.includedCount)} of ${facts.chunkCount} are here and unaltered: ${ranges(facts.included)}.`);
  if (facts.range !== null)
    said.push(
      `The bundle covers ${time(facts.range.fromMs)} to ${time(facts.range.toMs)} without holes, apart from what is listed here.`,
    );
  if (facts.redacted.length > 0)
    said.push(`${chunks(countOf(facts.redacted))} left out on purpose (redacted): ${ranges(facts.redacted)}.`);
  if (facts.absent.length > 0) said.push(`${chunks(countOf(facts.absent))} not in this bundle: ${ranges(facts.absent)}.`);
  return said;
}

function aboutInterruptions(facts: BundleFacts): string[] {
  const gaps = facts.gaps.map(
    (gap) =>
      `Nothing was recorded for ${duration(gap.to_ms - gap.from_ms)} from ${time(gap.from_ms)}: ${whyMissing(gap)}${gap.reason === "" ? "" : ` ("${plainText(gap.reason)}")`}.`,
  );
  const silences = facts.silences.map(
    (silence) => `No picture for ${duration(silence.toMs - silence.fromMs)} from ${time(silence.fromMs)}, with no reason given.`,
  );
  return gaps.length + silences.length === 0 ? ["The node reports no interruption."] : [...gaps, ...silences];
}

function aboutTime({ anchor, checkpoints, network }: BundleFacts): string[] {
  const known = network.trusted === true ? "which you trust" : "which you must know and trust yourself";
  const said = [
    `Its fingerprint is final on network "${network.name}" (${network.hash}), ${known}: block ${anchor.height} of ${time(anchor.blockTime * 1000)}, final with block ${anchor.finalHeight}.`,
  ];
  if (network.producers === 1) said.push("That network has a single block producer, so these times are the word of one machine.");
  const first = checkpoints[0];
  const last = checkpoints.at(-1);
  if (first !== undefined && last !== undefined)
    said.push(`While it ran, tree heads were made final: ${[...new Set([first, last])].map(checkpoint).join(", then ")}.`);
  return said;
}

const checkpoint = ({ chunks: count, blockTime }: CheckpointFacts): string =>
  `the first ${count === 1 ? "chunk" : chunks(count)} existed by ${time(blockTime * 1000)}`;

function aboutOwner(facts: BundleFacts): string[] {
  return [
    `The owner ${facts.owner} signed the permission to record, valid until ${time(facts.grant.endsAtMs)}.`,
    `The recording node ${facts.node} signed the list of chunks. Its encoder was ${plainText(facts.recorder.encoder)}.`,
  ];
}

function aboutExtras(facts: BundleFacts): string[] {
  const said: string[] = [];
  if (facts.keyEnvelopes > 0)
    said.push(`Sealed keys: ${facts.keyEnvelopes}. Whether one opens the recording is known only to who holds an identity.`);
  if (facts.video !== null) said.push("The playable copy video.mp4 is not covered by the proof; only the sealed chunks are.");
  return said;
}
