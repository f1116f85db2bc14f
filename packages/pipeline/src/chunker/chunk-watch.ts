import type { CodedGap } from "@lucid/proof";
import type { SessionEvent } from "./session-event.ts";

/** The chunk that is recorded now. Times are those of the chunk when it is closed. */
export interface OpenedChunk {
  readonly take: number;
  readonly startedAtMs: number;
  readonly startedMonotonicMs: number;
  readonly keyframe: boolean;
  readonly gapBefore: CodedGap | null;
  /** Initialization segment. */
  readonly init: Uint8Array;
}

/** One fragment as it will be sealed. */
export interface ChunkPart {
  readonly bytes: Uint8Array;
  /** Where it stands in the chunk's video record. */
  readonly offset: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly monotonicMs: number;
}

/** Told of the open chunk, piece by piece. Bytes are the chunker's, which wipes them after `onClosed`. */
export interface ChunkWatch {
  onOpened(chunk: OpenedChunk): void;
  onPart(part: ChunkPart): void;
  /** An event that will be in the open chunk, or in the next one where its time says so. */
  onEvent(event: SessionEvent): void;
  /** Events before `eventsUntilMs` went along. */
  onClosed(endedAtMs: number, eventsUntilMs: number): void;
}
