import type { Readable } from "node:stream";

/** Bytes `start` to `end`, both included, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface StoredChunk {
  readonly index: number;
  readonly size: number;
}

export interface ChunkRead {
  /** Size of the whole container. */
  readonly size: number;
  /** The asked range, clamped to the container; empty when it starts behind the end. */
  readonly body: Readable;
}

export interface StoreUsage {
  readonly chunks: number;
  readonly bytes: number;
  /** Room left and in total where the chunks are kept; null where that has no meaning (object stores). */
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
}

/**
 * Where sealed chunks live. Knows nothing of their content; every implementation passes
 * `chunk-store.compliance.ts`.
 *
 * Environment errors are thrown as LucidError: STORE_FULL (retryable), STORE_READ_ONLY, STORE_FAILED.
 */
export interface ChunkStore extends AsyncDisposable {
  /**
   * Stores a container. When it resolves, the bytes survive a power cut.
   * Storing the same bytes again is fine.
   * @throws LucidError CHUNK_CONFLICT when other bytes are stored under this index.
   */
  put(sessionId: string, index: number, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** The whole container, or undefined when there is none. */
  get(sessionId: string, index: number): Promise<Uint8Array | undefined>;
  openRead(sessionId: string, index: number, range?: ByteRange): Promise<ChunkRead | undefined>;
  /** Chunks of a session by ascending index; empty for an unknown session. */
  list(sessionId: string): Promise<readonly StoredChunk[]>;
  /** Sessions that have chunks. */
  sessions(): Promise<readonly string[]>;
  /** Deletes a session's chunks from the index `from` on; durable when it resolves. Returns how many there were. */
  trim(sessionId: string, from: number): Promise<number>;
  /** Deletes all chunks of a session; durable when it resolves. Returns how many there were. */
  remove(sessionId: string): Promise<number>;
  usage(): Promise<StoreUsage>;
}
