import type { Codec, Suite } from "@lucid/proof";

/** Everything that turns one plain chunk into a container; nothing is read from elsewhere. */
export interface SealRequest {
  /** Lower-case UUID of the session. */
  readonly sessionId: string;
  readonly index: number;
  /** The session's 32-byte data key. It is copied for the worker and wiped there after use. */
  readonly dataKey: Uint8Array;
  readonly codec: Codec;
  /** zstd 1-19 (default 3) or gzip 1-9 (default 6); ignored by `none`. */
  readonly level?: number;
  readonly suite: Suite;
  /**
   * Plain chunk. Shared, not transferred: when a worker dies the bytes are still here for its successor.
   * Filled with zeros once the container exists.
   */
  readonly plain: Uint8Array<SharedArrayBuffer>;
}

/** A sealed chunk. `codec` is what was used: `none` when compressing would not have shrunk the bytes. */
export interface SealedChunk {
  /** The whole container file. */
  readonly container: ArrayBuffer;
  readonly codec: Codec;
  readonly suite: Suite;
  readonly plainSize: number;
  readonly compressedSize: number;
  /** Bytes of the whole container. */
  readonly size: number;
  /** SHA-256 of the whole container, hex. */
  readonly sha256: string;
  /** Salted commitment to the chunk's coded video (docs/formats, chunk entry), hex; null when it holds none. */
  readonly video: string | null;
  readonly timings: SealTimings;
}

/** Time in each stage, milliseconds. Encryption and hashing run slice by slice through the cache. */
export interface SealTimings {
  readonly compressionMs: number;
  readonly encryptionMs: number;
  readonly hashingMs: number;
}

export interface SealerGauges {
  readonly workers: number;
  /** Calls in a worker, and calls that wait for one. */
  readonly active: number;
  readonly waiting: number;
  /** Plain bytes in the workers: never above `maxActiveBytes`, but for a single chunk larger than that. */
  readonly activeBytes: number;
  readonly maxActiveBytes: number;
  readonly waitingBytes: number;
  /** Workers that died and were replaced since the start. */
  readonly restarts: number;
  readonly sealed: number;
}

/** Seals chunks. Every host passes `sealer.compliance.ts`. */
export interface Sealer extends AsyncDisposable {
  /**
   * Compresses, encrypts and hashes one chunk; first come, first served while all workers are busy.
   * @throws LucidError SEALER_GONE when no worker is left or the sealer was disposed, SEAL_FAILED when the
   * chunk failed in three workers; the signal's reason when aborted before a worker took the chunk.
   */
  seal(request: SealRequest, signal?: AbortSignal): Promise<SealedChunk>;
  gauges(): SealerGauges;
}
