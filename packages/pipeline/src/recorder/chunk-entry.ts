import type { BlockRef, ChunkEntry } from "@lucid/proof";
import type { PlainChunk } from "../chunker/create-chunker.ts";
import type { SealedChunk } from "../sealer/sealer.ts";

/** What the node knew of time beside the chunk itself. */
export interface KnownOfTime {
  /** Largest known error of the machine's clock, ms; null where nothing measures it. */
  readonly clockErrorMs: number | null;
  /** A block that was final when the chunk was begun; null where none is known. */
  readonly after: BlockRef | null;
}

/** What the session's tree commits to for a sealed chunk. */
export function chunkEntry(
  sessionId: string,
  index: number,
  chunk: PlainChunk,
  sealed: SealedChunk,
  { clockErrorMs, after }: KnownOfTime,
): ChunkEntry {
  return {
    version: 2,
    session_id: sessionId,
    index,
    take: chunk.take,
    started_at_ms: chunk.startedAtMs,
    ended_at_ms: chunk.endedAtMs,
    started_monotonic_ms: chunk.startedMonotonicMs,
    ended_monotonic_ms: chunk.endedMonotonicMs,
    clock_error_ms: clockErrorMs,
    keyframe: chunk.keyframe,
    events: chunk.events,
    gap_before: chunk.gapBefore,
    after,
    video: sealed.video,
    codec: sealed.codec,
    suite: sealed.suite,
    plain_size: sealed.plainSize,
    size: sealed.size,
    sha256: sealed.sha256,
  };
}
