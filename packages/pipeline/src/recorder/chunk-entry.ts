import type { ChunkEntry } from "@lucid/proof";
import type { PlainChunk } from "../chunker/create-chunker.ts";
import type { SealedChunk } from "../sealer/sealer.ts";

/** What the session's tree commits to for a sealed chunk. */
export function chunkEntry(
  sessionId: string,
  index: number,
  chunk: PlainChunk,
  sealed: SealedChunk,
  clockErrorMs: number | null,
): ChunkEntry {
  return {
    session_id: sessionId,
    index,
    take: chunk.take,
    started_at_ms: chunk.startedAtMs,
    ended_at_ms: chunk.endedAtMs,
    clock_error_ms: clockErrorMs,
    keyframe: chunk.keyframe,
    events: chunk.events,
    gap_before: chunk.gapBefore,
    codec: sealed.codec,
    suite: sealed.suite,
    plain_size: sealed.plainSize,
    size: sealed.size,
    sha256: sealed.sha256,
  };
}
