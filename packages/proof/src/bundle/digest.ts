import type { ByteSource, Cancellation } from "../byte-source.ts";
import type { Sha256 } from "../chunk/chunk-file.ts";
import { createSha256 as createJavascriptSha256, type Hasher, sha256 as javascriptSha256 } from "../encoding/hash.ts";
import { readExactly } from "./archive-reader.ts";
import { partLimits } from "./layout.ts";
import { PIECE_BYTES, readPieces } from "./read-pieces.ts";

/** SHA-256 of `length` bytes of a file from `offset`. `onBytes` is told how many more of them have been hashed. */
export type Digest = (offset: number, length: number, onBytes: (count: number) => void) => Promise<Uint8Array>;

export interface DigestTools {
  readonly sha256?: Sha256 | undefined;
  readonly createSha256?: (() => Hasher) | undefined;
  readonly signal?: Cancellation | undefined;
}

/**
 * Hashes parts of a source: short ones as a whole, longer ones piece by piece, the next piece being read meanwhile.
 * WebCrypto only knows whole ones, and is so much faster that it gets every container so.
 */
export function createSourceDigest(source: ByteSource, tools: DigestTools): Digest {
  const sha256 = tools.sha256 ?? javascriptSha256;
  const startHash = tools.createSha256 ?? createJavascriptSha256;
  const wholeBytes = tools.sha256 !== undefined && tools.createSha256 === undefined ? partLimits.chunk : PIECE_BYTES;

  async function inPieces(offset: number, length: number, onBytes: (count: number) => void): Promise<Uint8Array> {
    const hash = startHash();
    for await (const piece of readPieces(source, offset, length, { signal: tools.signal })) {
      hash.update(piece);
      onBytes(piece.length);
    }
    return new Uint8Array(hash.digest());
  }

  return async (offset, length, onBytes) => {
    tools.signal?.throwIfAborted();
    if (length > wholeBytes) return await inPieces(offset, length, onBytes);
    const digest = await sha256(await readExactly(source, offset, length));
    onBytes(length);
    return digest;
  };
}
