/** Bytes at rest that can be read anywhere: a file, a Blob, a buffer, an HTTP range. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`, in `memory` where that is of use to the source; rejects when they cannot be read. */
  read(offset: number, length: number, memory?: Uint8Array): Promise<Uint8Array>;
}

/** The part of an AbortSignal that is used here: every AbortSignal fits. */
export interface Cancellation {
  throwIfAborted(): void;
}

/** A byte source over bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Shorter reads are answered from a window of the blob: an archive may be a million headers of 512 bytes, each a message. */
const SHORT_BYTES = 65_536;
const WINDOW_BYTES = 262_144;

/** A byte source over a browser's Blob or File. What is read may share its memory with what is read next. */
export function blobSource(blob: {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}): ByteSource {
  let window: { readonly start: number; readonly end: number; readonly bytes: Promise<Uint8Array> } | undefined;
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    new Uint8Array(await blob.slice(start, end).arrayBuffer());
  return {
    size: blob.size,
    async read(offset, length) {
      if (length >= SHORT_BYTES) return await read(offset, offset + length);
      if (window === undefined || offset < window.start || offset + length > window.end) {
        const end = Math.min(blob.size, offset + WINDOW_BYTES);
        window = { start: offset, end, bytes: read(offset, end) };
      }
      const { start, bytes } = window;
      return (await bytes).subarray(offset - start, offset - start + length);
    },
  };
}
