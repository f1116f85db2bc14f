import { crc32 } from "node:zlib";
import { concatBytes } from "@noble/hashes/utils.js";

/** RFC 1952: magic, deflate, no flag, no time, an unknown system. */
const PLAIN_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/** One stored block of deflate, the last. */
export function storedDeflate(plain: Uint8Array): Uint8Array {
  const { length } = plain;
  return concatBytes(Uint8Array.of(1, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255), plain);
}

/** Check sum and length behind a member. */
export function gzipTrailer(plain: Uint8Array): Uint8Array {
  const tail = new Uint8Array(8);
  new DataView(tail.buffer).setUint32(0, crc32(plain), true);
  new DataView(tail.buffer).setUint32(4, plain.length, true);
  return tail;
}

/** Plain bytes as a gzip member that stores them as they are: the same on every machine. */
export const storedGzip = (plain: Uint8Array, header: Uint8Array = PLAIN_HEADER): Uint8Array =>
  concatBytes(header, storedDeflate(plain), gzipTrailer(plain));

/** A header with this flag and what belongs to it. */
export const gzipHeader = (flag: number, ...fields: readonly Uint8Array[]): Uint8Array =>
  concatBytes(PLAIN_HEADER.with(3, flag), ...fields);
