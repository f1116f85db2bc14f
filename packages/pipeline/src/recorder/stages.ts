import type { Chunker } from "../chunker/create-chunker.ts";
import type { CaptureCounters } from "./create-capture-loop.ts";
import type { ChunkLineCounters } from "./create-chunk-line.ts";
import type { PipelineStages } from "./recorder.ts";

/** Sorts the counters of the parts under the six stages. */
export function stagesOf(capture: CaptureCounters, chunker: Chunker, line: ChunkLineCounters, events: number): PipelineStages {
  return {
    recording: { ...capture, take: chunker.take, events, droppedEvents: chunker.droppedEvents },
    chunk_generation: { chunks: line.closed, openBytes: chunker.openBytes, openMs: chunker.openMs },
    compression: { chunks: line.stored, bytesIn: line.plainBytes, bytesOut: line.compressedBytes, ms: line.compressionMs },
    encryption: { chunks: line.stored, bytes: line.compressedBytes, ms: line.encryptionMs },
    merkle_building: { chunks: line.stored, ms: line.hashingMs },
    storage: {
      chunks: line.stored,
      bytes: line.storedBytes,
      ms: line.storageMs,
      pendingChunks: line.pendingChunks,
      pendingBytes: line.pendingBytes,
      retries: line.retries,
    },
  };
}
