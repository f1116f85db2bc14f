import type { TailQuery } from "@lucid/contract";
import type { Clock, Log, Supervisor } from "@lucid/foundation";
import type { BlockRef, ChunkEntry, Codec, Suite } from "@lucid/proof";
import type { DisplayCapture } from "../capture/display-capture.ts";
import type { SessionEvent } from "../chunker/session-event.ts";
import type { Sealer } from "../sealer/sealer.ts";
import type { ChunkStore } from "../store/chunk-store.ts";

export interface RecorderDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly supervisor: Pick<Supervisor, "start">;
  /** Shared by all recorders of the node; not disposed by them. */
  readonly sealer: Sealer;
  readonly store: ChunkStore;
  /** The display that is recorded. */
  readonly capture: DisplayCapture;
}

export interface RecorderOptions {
  readonly sessionId: string;
  /** The session's 32-byte data key. The recorder keeps a copy and wipes it when it stops. */
  readonly dataKey: Uint8Array;
  /** Pictures per second under steady change, default 10. */
  readonly frameRate?: number;
  /** Default zstd. */
  readonly codec?: Codec;
  readonly level?: number;
  /** Default xchacha20-poly1305. */
  readonly suite?: Suite;
  /** Chunks close at this many plain bytes (default 10 485 760) or seconds of media (default 10). */
  readonly chunkBytes?: number;
  readonly chunkSeconds?: number;
  /** Plain and sealed bytes this recorder holds at most while the store is slow or full; default 64 MiB. */
  readonly maxPendingBytes?: number;
  /** Largest known error of this machine's clock, ms; null (default) where nothing measures it. */
  readonly clockErrorMs?: () => number | null;
  /** The last final block of the network that is to anchor the session; null (default) where none is known. */
  readonly finalBlock?: () => BlockRef | null;
}

/** Why recording does not go on by itself: a LucidError's code and a sentence for a person. */
export interface RecorderTrouble {
  readonly code: string;
  readonly reason: string;
}

/** Times of one chunk on its way, milliseconds; `closedAtMs` and `storedAtMs` are Unix times. */
export interface ChunkTimings {
  readonly closedAtMs: number;
  readonly storedAtMs: number;
  readonly compressionMs: number;
  readonly encryptionMs: number;
  readonly hashingMs: number;
  readonly storageMs: number;
}

/** Called by the recorder, never two at a time for `onChunk`. An `onChunk` that throws fails the recorder. */
export interface RecorderHandlers {
  /** What `onChunk` will be told of a chunk that is stored now: whoever notes it knows a file again that nobody reported. */
  onSealed?(entry: ChunkEntry): void;
  /** A chunk is durable. Strictly by ascending index; the next chunk waits until this resolves. */
  onChunk(entry: ChunkEntry, timings: ChunkTimings): void | Promise<void>;
  /** The picture stopped and did not come back within 2 s: freeze input now. */
  onRecorderLost?(trouble: RecorderTrouble): void;
  /** The code that the gap would have now; null for none. Comes after `onRecorderLost`, where it becomes known, and again while that lasts. */
  onLossExplained?(code: string | null): void;
  /** A picture was handed over again. */
  onRecorderBack?(): void;
  /** The store is full, read-only or too slow: capture is paused, a gap begins, what is in memory is kept and retried. */
  onStorageTrouble?(trouble: RecorderTrouble): void;
  /** The store takes chunks again, and the capture, which goes on by itself, has its first picture (unless paused). */
  onStorageBack?(): void;
  /** The recorder gave up for good: nothing more will be recorded. Call `stop`. */
  onFailed?(trouble: RecorderTrouble): void;
}

export type RecorderState = "recording" | "paused" | "lost" | "blocked" | "stopping" | "stopped" | "failed";

/** The six stages in the order of the way of a chunk; counters since the recorder's start. */
export interface PipelineStages {
  readonly recording: {
    readonly take: number;
    readonly frames: number;
    /** Frames that the frame rate allowed and the encoder did not take in time. */
    readonly lostFrames: number;
    /** Updates of the display that changed something. */
    readonly updates: number;
    /** Updates that had gathered while the recorder waited: each may show several changes as one. */
    readonly coalesced: number;
    readonly fragments: number;
    readonly bytes: number;
    readonly events: number;
    readonly droppedEvents: number;
    /** Starts of the video beyond the first, whatever the reason. */
    readonly restarts: number;
    /** Step of the overload ladder: 0 normal, 1 ultrafast, 2 half the frame rate. */
    readonly overload: 0 | 1 | 2;
  };
  readonly chunk_generation: { readonly chunks: number; readonly openBytes: number; readonly openMs: number };
  readonly compression: { readonly chunks: number; readonly bytesIn: number; readonly bytesOut: number; readonly ms: number };
  readonly encryption: { readonly chunks: number; readonly bytes: number; readonly ms: number };
  /** Hashing of the containers and handing the entries to the tree. */
  readonly merkle_building: { readonly chunks: number; readonly ms: number };
  readonly storage: {
    readonly chunks: number;
    readonly bytes: number;
    readonly ms: number;
    readonly pendingChunks: number;
    readonly pendingBytes: number;
    readonly retries: number;
  };
}

export interface RecorderStatus {
  readonly state: RecorderState;
  /** Why it is paused, lost, blocked or failed. */
  readonly reason: string | null;
  readonly startedAtMs: number;
  readonly lastFrameAtMs: number | null;
  readonly stages: PipelineStages;
}

export interface RecorderSummary {
  readonly startedAtMs: number;
  /** End of the last recorded picture; equals `startedAtMs` when nothing was recorded. */
  readonly endedAtMs: number;
  readonly chunks: number;
  /** Chunks that could not be stored before the deadline: recorded, but gone. */
  readonly lostChunks: number;
}

/** One session's recording, from the display to durable chunks. */
export interface Recorder extends AsyncDisposable {
  /** Stops the picture and closes the open chunk; the next chunk's gap carries the reason. Does nothing when paused. */
  pause(reason: string): Promise<void>;
  /** Starts a new take. Resolves with its first frame. */
  resume(): Promise<void>;
  /** Adds an event of the session (clipboard, file, ...). Events while paused are not recorded. */
  addEvent(event: SessionEvent): void;
  /**
   * Closes the last, short chunk and waits until everything is stored, at most `deadlineMs` (default 30 000).
   * Later calls return the same summary.
   */
  stop(deadlineMs?: number): Promise<RecorderSummary>;
  status(): RecorderStatus;
  /** The record's own time, Unix ms: after the machine's clock was set back it stays ahead of it, because chunks may not overlap. */
  now(): number;
  /**
   * The chunk that is recorded now, from its beginning or from where `query` says, and what comes after it, encrypted with
   * the data key (`createTailReader` of `@lucid/identity`). Ends with the record, with `signal`, or when it is read too slowly.
   * Undefined when the record has ended: nothing comes any more.
   * @throws TOO_MANY_STREAMS
   */
  follow(query: TailQuery, signal: AbortSignal): AsyncGenerator<Uint8Array, void> | undefined;
}
