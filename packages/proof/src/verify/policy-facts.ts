import { checkFormat } from "../encoding/canonical-json.ts";
import type { ChunkEntry, CodedGap, Gap } from "../formats/chunk-entry.ts";
import type { Manifest } from "../formats/manifest.ts";
import { KnownPolicy } from "../formats/policy.ts";
import type { PolicyFacts } from "./verdict.ts";

/** By so much a session may outlast what ends it without a word: it is still to be stopped. */
const STOPPING_MS = 60_000;

/** Reasons of a gap by which nothing could be recorded. Clocks, overload and storage have others, by which no session ends. */
const LOST: readonly (string | null | undefined)[] = [
  "encoder-stalled",
  "display-silent",
  "recorder-stopped",
  "recorder-ended",
  "recorder-stuck",
];

/** What is compared with a policy; of the entries, the gaps. */
export type PolicedRecording = Pick<Manifest, "started_at_ms" | "ended_at_ms"> & {
  readonly chunks: readonly Pick<ChunkEntry, "gap_before">[];
};

/**
 * What a policy document and the manifest show of each other. Its other fields speak of what was typed, copied and reached:
 * that is in the events, which are sealed.
 */
export function policyFacts(document: unknown, recording: PolicedRecording): PolicyFacts {
  const policy = checkFormat(KnownPolicy, document);
  if (!policy.ok) return { version: null, longerMs: 0, afterLossMs: 0 };
  const { version, limits, recording: asked } = policy.value;
  const longerMs = recording.ended_at_ms - recording.started_at_ms - limits.duration_s * 1_000;
  return { version, longerMs: beyond(longerMs), afterLossMs: asked.on_loss === "end" ? beyond(afterLoss(recording)) : 0 };
}

const beyond = (ms: number): number => (ms > STOPPING_MS ? ms : 0);

/** How long the record goes on behind the first gap that says that the recorder was lost; 0 where none does. */
function afterLoss({ chunks, ended_at_ms }: PolicedRecording): number {
  const lost = chunks.find(({ gap_before: gap }) => gap !== null && isLoss(gap));
  return ended_at_ms - (lost?.gap_before?.to_ms ?? ended_at_ms);
}

/** A short one may be over before it counts as a loss; numbers say that a clock had its part, or that there were further reasons. */
const isLoss = (gap: Gap | CodedGap): boolean => {
  // Those of version 1 have neither.
  const { code, data }: Partial<CodedGap> = gap;
  return gap.kind === "recorder_lost" && LOST.includes(code) && data === null && gap.to_ms - gap.from_ms > STOPPING_MS;
};
