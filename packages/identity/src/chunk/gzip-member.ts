import { Inflate } from "fflate/browser";

/** Deflate makes at most 1 032 bytes of one: what a piece of input becomes is small before it is counted. */
const PIECE_BYTES = 4_096;

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;
const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/**
 * Decompresses what must be one gzip member (RFC 1952) of `plainSize` bytes and nothing else: check sums and length are
 * compared, and there is no room for a byte or a second member behind it. Undefined when it is anything else.
 * @throws what the decoder throws at bytes it cannot read.
 */
export function expandGzip(compressed: Uint8Array, plainSize: number): Uint8Array | undefined {
  const start = headerEnd(compressed);
  const end = compressed.length - TRAILER_BYTES;
  if (start === undefined || end <= start) return undefined;
  const deflated = compressed.subarray(start, end);
  const plain = new Uint8Array(plainSize);
  if (inflate(deflated, plain) !== plainSize || !isWhole(deflated, plain.length)) return undefined;
  const trailer = new DataView(compressed.buffer, compressed.byteOffset + end, TRAILER_BYTES);
  return trailer.getUint32(0, true) === crc32(plain) && trailer.getUint32(4, true) === plainSize ? plain : undefined;
}

/** Bytes that came out of it, all of which stand in `target`. @throws RangeError when they are more than it holds. */
function inflate(deflated: Uint8Array, target: Uint8Array): number {
  let filled = 0;
  const decoder = new Inflate((piece) => {
    if (filled + piece.length > target.length) throw new RangeError("more bytes than the header says");
    target.set(piece, filled);
    filled += piece.length;
  });
  for (let at = 0; at < deflated.length; at += PIECE_BYTES)
    decoder.push(deflated.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= deflated.length);
  return filled;
}

/** Whether the deflated data needs its last byte: otherwise it ends earlier, and something else follows. */
function isWhole(deflated: Uint8Array, plainSize: number): boolean {
  try {
    inflate(deflated.subarray(0, -1), new Uint8Array(plainSize));
    return deflated.length === 1;
  } catch {
    return true;
  }
}

/** Where the header ends, or undefined when there is none that can be read. */
function headerEnd(bytes: Uint8Array): number | undefined {
  const flags = bytes[3] ?? FLAG.reserved;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || (flags & FLAG.reserved) !== 0) return undefined;
  let at = FIXED_HEADER_BYTES;
  if ((flags & FLAG.extra) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  if ((flags & FLAG.name) !== 0) at = bytes.indexOf(0, at) + 1 || bytes.length;
  if ((flags & FLAG.comment) !== 0) at = bytes.indexOf(0, at) + 1 || bytes.length;
  if ((flags & FLAG.headerCrc) === 0) return at;
  const stated = (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  return stated === (crc32(bytes.subarray(0, at)) & 0xffff) ? at + 2 : undefined;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 of RFC 1952 section 8. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}
