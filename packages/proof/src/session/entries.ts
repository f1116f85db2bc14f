import { CHUNK_OVERHEAD_BYTES, MAX_CHUNK_CONTENT_BYTES } from "../chunk/container.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { failed, type Outcome, passed } from "../outcome.ts";

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
  const since = previous?.ended_at_ms ?? session.started_at_ms;
  if (entry.started_at_ms < since) return failed("chunk-times", { chunk, detail: "starts before the chunk before it ends" });
  if (entry.ended_at_ms < entry.started_at_ms) return failed("chunk-times", { chunk, detail: "ends before it starts" });
  const gap = gapProblem(entry, previous, since);
  if (gap !== undefined) return failed("gap-mismatch", { chunk, detail: gap });
  const size = sizeProblem(entry);
  return size === undefined ? passed(entry) : failed("chunk-entry-invalid", { chunk, detail: size });
}

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
