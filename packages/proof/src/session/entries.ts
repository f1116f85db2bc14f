import { CHUNK_OVERHEAD_BYTES, MAX_CHUNK_CONTENT_BYTES } from "../chunk/container.ts";
import { type ChunkEntry, type ChunkEntryV2, isSecondVersion } from "../formats/chunk-entry.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { goesOnFrom } from "./after.ts";

/** By so much a span of the node's clock and the same span of its monotonic clock may differ, in milliseconds. */
const SPAN_TOLERANCE_MS = 100;

/** What comes before a session's first entry: its id and when it started. */
export interface SessionStart {
  readonly session_id: string;
  readonly started_at_ms: number;
}

/**
 * Whether `entry` may follow `previous` (undefined for the first one) in a session's list:
 * the next index, not earlier in time, and a `gap_before` exactly when a new take begins.
 * A recorder that keeps to this makes manifests that verify.
 */
export function checkEntry(entry: ChunkEntry, previous: ChunkEntry | undefined, session: SessionStart): Outcome<ChunkEntry> {
  const chunk = entry.index;
  const index = previous === undefined ? 0 : previous.index + 1;
  if (entry.session_id !== session.session_id) return failed("chunk-order", { chunk: index, detail: "session_id" });
  if (entry.index !== index)
    return failed("chunk-order", { chunk: index, detail: `index ${entry.index} where ${index} belongs` });
  if (previous !== undefined && entry.version !== previous.version)
    return failed("chunk-order", { chunk, detail: "another version than the chunk before it" });
  const since = previous?.ended_at_ms ?? session.started_at_ms;
  if (entry.started_at_ms < since) return failed("chunk-times", { chunk, detail: "starts before the chunk before it ends" });
  if (entry.ended_at_ms < entry.started_at_ms) return failed("chunk-times", { chunk, detail: "ends before it starts" });
  const gap = gapProblem(entry, previous, since);
  if (gap !== undefined) return failed("gap-mismatch", { chunk, detail: gap });
  const size = sizeProblem(entry);
  if (size !== undefined) return failed("chunk-entry-invalid", { chunk, detail: size });
  return isSecondVersion(entry) ? checkSecondVersion(entry, previous) : passed(entry);
}

/** What only an entry of version 2 says: times of a clock that nobody can set, and a block that was final before it. */
function checkSecondVersion(entry: ChunkEntryV2, previous: ChunkEntry | undefined): Outcome<ChunkEntry> {
  const before = previous !== undefined && isSecondVersion(previous) ? previous : undefined;
  const chunk = entry.index;
  const times = monotonicProblem(entry, before);
  if (times !== undefined) return failed("chunk-times", { chunk, detail: times });
  if (!goesOnFrom(before?.after ?? null, entry.after))
    return failed("after-mismatch", { chunk, detail: "an earlier block than the chunk before it names" });
  return passed(entry);
}

function monotonicProblem(entry: ChunkEntryV2, before: ChunkEntryV2 | undefined): string | undefined {
  const length = entry.ended_monotonic_ms - entry.started_monotonic_ms;
  const pause = entry.started_monotonic_ms - (before?.ended_monotonic_ms ?? 0);
  if (length < 0) return "ends before it starts by the monotonic clock";
  if (pause < 0) return "starts before the chunk before it ends by the monotonic clock";
  if (differ(length, entry.ended_at_ms - entry.started_at_ms)) return "is not as long by one clock as by the other";
  if (before === undefined || entry.gap_before !== null) return undefined;
  return differ(pause, entry.started_at_ms - before.ended_at_ms) ? "a clock was set, and no gap says so" : undefined;
}

const differ = (one: number, other: number): boolean => Math.abs(one - other) > SPAN_TOLERANCE_MS;

function gapProblem(entry: ChunkEntry, previous: ChunkEntry | undefined, since: number): string | undefined {
  const gap = entry.gap_before;
  if (previous !== undefined) {
    if (entry.take < previous.take) return "take goes back";
    if (entry.take > previous.take && gap === null) return "a new take without a gap";
    if (entry.take === previous.take && gap !== null) return "a gap within one take";
  }
  if (gap === null) return undefined;
  if (gap.from_ms < since) return "the gap begins before the chunk before it ends";
  if (gap.to_ms < gap.from_ms) return "the gap ends before it begins";
  if (gap.to_ms > entry.started_at_ms) return "the gap ends after the chunk starts";
  return undefined;
}

function sizeProblem(entry: ChunkEntry): string | undefined {
  const content = entry.size - CHUNK_OVERHEAD_BYTES;
  if (content < 0) return "size is smaller than an empty container";
  if (content > MAX_CHUNK_CONTENT_BYTES || entry.plain_size > MAX_CHUNK_CONTENT_BYTES) return "larger than a chunk may be";
  if (entry.codec === "none" && content !== entry.plain_size) return "sizes differ without compression";
  return undefined;
}
