import { type GapCode, gapCodeOf } from "../../formats/gap-code.ts";
import type { VideoFacts } from "../../video-file/check-pictures.ts";
import type { BundleFacts, GapTotal, MissingTime, TimeAccount } from "../verdict.ts";
import { describeVideo } from "./describe-video.ts";
import { foreignText } from "./foreign-text.ts";
import { reasonInWords } from "./gap-numbers.ts";
import { chunksInWords, rangesInWords, spanInWords, timeInWords } from "./words.ts";

const ends: Record<BundleFacts["end"], string> = {
  stopped: "It ended because it was stopped.",
  limit: "It ended because its time or size limit was reached.",
  interrupted: "It was cut off: the node stopped in the middle of it.",
  recorder_lost: "It was cut off: the recorder failed.",
  desktop_lost: "It ended because the desktop went away.",
};

const gapKinds: Record<GapTotal["kind"], string> = {
  paused: "paused",
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
  "machine-slept": "the machine slept",
  "storage-blocked": "the node's storage took no chunks",
};

/** Gaps whose reasons are quoted. */
const QUOTED = 3;

/** What the signatures, hashes and votes of a bundle prove. What the node says of time is proven to be what it said. */
export function describeProven(facts: BundleFacts, video?: VideoFacts): string[] {
  return [
    inChain(facts),
    ...(video === undefined ? [present(facts)] : describeVideo(video)),
    `The wallet ${facts.owner} signed${knowing(facts)} that node ${facts.node} may record session ${facts.sessionId} until ${timeInWords(facts.grant.endsAtMs)}, and that node signed the list of chunks.`,
    `The node states: from ${timeInWords(facts.startedAtMs)} to ${timeInWords(facts.endedAtMs)}, ${account(facts.time)} ${ends[facts.end]}`,
    ...(facts.range === null
      ? []
      : [`Of it ${timeInWords(facts.range.fromMs)} to ${timeInWords(facts.range.toMs)}, ${account(facts.range)}`]),
    ...reasons(facts),
    ...live(facts),
  ];
}

/** The grant holds the block's hash, so that it was signed when the block was there. */
function knowing({ grant: { after }, bounds: { granted } }: BundleFacts): string {
  if (after === null) return "";
  const dated = granted === null ? "" : ` dated ${timeInWords(granted.atMs)}`;
  return `, naming block ${after.height} (${after.hash})${dated},`;
}

function inChain({ anchor, network, chunkCount, totalSize }: BundleFacts): string {
  const whose = network.trusted === true ? "You trust that network." : "You must know and trust that network yourself.";
  return `Its list of ${chunksInWords(chunkCount)} (${totalSize} bytes sealed) existed, exactly as it is, when block ${anchor.height} dated ${timeInWords(anchor.blockTime * 1_000)} was made. The network ${network.hash}, which calls itself ${foreignText(network.name)}, made it final. ${whose}`;
}

function present(facts: BundleFacts): string {
  if (facts.includedCount === facts.chunkCount) return "Every chunk of the list is here and unaltered.";
  if (facts.includedCount === 0) return "No chunk is in this file. One that you get later can be compared with the list.";
  return `${facts.includedCount} of ${chunksInWords(facts.chunkCount)} are here and unaltered: ${rangesInWords(facts.included)}.`;
}

/** Figures of a span, so that what is missing stands beside what was recorded. */
function account(time: TimeAccount): string {
  const said = [`recorded ${spanInWords(time.recordedMs)} of ${spanInWords(time.spanMs)}`];
  if (time.includedMs < time.recordedMs) said.push(`of that in this file ${spanInWords(time.includedMs)}`);
  for (const total of time.gapTotals) said.push(gapTotal(total));
  if (time.silenceMs > 0)
    said.push(
      `${spanInWords(time.silenceMs)} without record or reason${time.silenceCount > 1 ? `, the longest stretch ${spanInWords(time.longestSilenceMs)}` : ""}`,
    );
  if (time.isUninterrupted) said.push("no interruption");
  return `${said.join("; ")}.`;
}

function gapTotal({ kind, code, count, ms }: GapTotal): string {
  const why = code === null ? gapKinds[kind] : gapCodes[code];
  return `${why}${ms > 0 ? ` for ${spanInWords(ms)}` : ""}${count > 1 ? ` (${count} times)` : ""}`;
}

function reasons({ gaps, counts }: BundleFacts): string[] {
  const written = gaps.filter(({ reason }) => reason !== "");
  const length = (gap: MissingTime): number => gap.to_ms - gap.from_ms;
  const longest = written.toSorted((one, other) => length(other) - length(one)).slice(0, QUOTED);
  if (longest.length === 0) return [];
  const which = counts.gaps === 1 ? "its gap" : longest.length === counts.gaps ? "its gaps" : "its longest gaps";
  return [`Of ${which} the node wrote: ${longest.map(quoted).join("; ")}.`];
}

function quoted(gap: MissingTime): string {
  const { said, further } = reasonInWords(textOf(gap), gapCodes);
  const wrote = [...(said === "" ? [] : [foreignText(said)]), ...further].join(", ");
  return `${spanInWords(gap.to_ms - gap.from_ms)} from ${timeInWords(gap.from_ms)}, ${wrote}`;
}

/** What follows a code that has been put into words. */
function textOf(gap: MissingTime): string {
  const code = gapCodeOf(gap);
  return code === undefined ? gap.reason : gap.reason.slice(code.length + 2);
}

function live({ bounds, chunkCount }: BundleFacts): string[] {
  const { count, chunks, greatestLagMs } = bounds.live;
  if (greatestLagMs === null) return [];
  const entries = count === 1 ? "1 entry" : `${count} entries`;
  const first = chunks === chunkCount ? "all chunks" : `the first ${chunks === 1 ? "chunk" : chunksInWords(chunks)}`;
  const { anchorLagMs } = bounds;
  // Where a chunk is not fixed by then, the lag stands with what is not proven.
  const whole =
    chunks === chunkCount && anchorLagMs > 0
      ? ` The block with the whole of it is dated ${spanInWords(anchorLagMs)} after the stated end.`
      : "";
  return [
    `By the times stated, ${entries} on the chain fixed ${first} while it ran; none of these waited longer than ${spanInWords(Math.max(0, greatestLagMs))} for that.${whole}`,
  ];
}
