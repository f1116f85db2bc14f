/** Bytes at rest that can be read anywhere: a file, a Blob, a buffer, an HTTP range. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`; rejects when they cannot be read. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The part of an AbortSignal that is used here: every AbortSignal fits. */
export interface Cancellation {
  throwIfAborted(): void;
}

/** A byte source over bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A byte source over a browser's Blob or File. */
export function blobSource(blob: {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}): ByteSource {
  return {
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
}
