import type { ByteSource, Cancellation } from "../byte-source.ts";
import { readExactly } from "./archive-reader.ts";

/** Bytes that are worked on while the next ones are read. */
export const PIECE_BYTES = 1_048_576;

/** Where two pieces lie: fresh memory for gigabytes costs more than their hash. A source that brings its own leaves it unused. */
export type PieceMemory = readonly [Uint8Array, Uint8Array];
export const pieceMemory = (): PieceMemory => [new Uint8Array(PIECE_BYTES), new Uint8Array(PIECE_BYTES)];

/** The bytes of a source from `offset` on, piece by piece; the next one is read meanwhile. Each is there until the next one is asked for. */
export async function* readPieces(
  source: ByteSource,
  offset: number,
  length: number,
  { signal, memory = pieceMemory() }: { readonly signal?: Cancellation | undefined; readonly memory?: PieceMemory },
): AsyncGenerator<Uint8Array, void> {
  const begin = (done: number): Promise<Uint8Array> => {
    const piece = memory[(done / PIECE_BYTES) % 2];
    return seenLater(readExactly(source, offset + done, Math.min(PIECE_BYTES, length - done), piece));
  };
  let ahead = begin(0);
  for (let done = 0; done < length; done += PIECE_BYTES) {
    signal?.throwIfAborted();
    const piece = await ahead;
    if (done + PIECE_BYTES < length) ahead = begin(done + PIECE_BYTES);
    yield piece;
  }
}

/** The rejection is seen where the promise is awaited; this only keeps it from counting as unhandled until then. */
export function seenLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
