import type { Chunk, SessionGap } from "@lucid/contract";
import { type ChunkEntry, type CodedGap, type Gap, plainGap } from "@lucid/proof";

const iso = (ms: number): string => new Date(ms).toISOString();

/** The end of a gap that goes on. */
export const OPEN_END = Number.MAX_SAFE_INTEGER;

/**
 * A gap as the contract shows it; one that goes on has no end. One that is over may end later than the machine's clock says it is: the
 * record stays ahead of a clock that was set back.
 */
export const viewGap = (gap: Gap | CodedGap): SessionGap => ({
  kind: gap.kind,
  reason: plainGap(gap).reason,
  from: iso(gap.from_ms),
  to: gap.to_ms === OPEN_END ? null : iso(gap.to_ms),
});

/** A chunk as the contract shows it. `proven` counts the session's first chunks that a block commits. */
export function viewChunk(entry: ChunkEntry, storedAt: number, proven: number): Chunk {
  return {
    chunk_id: String(entry.index),
    session_id: entry.session_id as Chunk["session_id"],
    index: entry.index,
    take: entry.take,
    started_at: iso(entry.started_at_ms),
    ended_at: iso(entry.ended_at_ms),
    keyframe: entry.keyframe,
    events: entry.events,
    gap_before: entry.gap_before && viewGap(entry.gap_before),
    size_bytes: entry.size,
    plain_size_bytes: entry.plain_size,
    compression: entry.codec,
    encryption: entry.suite,
    compression_ratio: entry.size === 0 ? 1 : entry.plain_size / entry.size,
    encrypted: true,
    hash: entry.sha256,
    status: entry.index < proven ? "anchored" : "stored",
    created_at: iso(storedAt),
  };
}
