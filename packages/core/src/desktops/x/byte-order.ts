/** Numbers of the X protocol in the order that a client chose at its setup. */
export interface ByteOrder {
  u16(bytes: Buffer, at: number): number;
  i16(bytes: Buffer, at: number): number;
  u32(bytes: Buffer, at: number): number;
  putU32(bytes: Buffer, value: number, at: number): void;
}

const LITTLE: ByteOrder = {
  u16: (bytes, at) => bytes.readUInt16LE(at),
  i16: (bytes, at) => bytes.readInt16LE(at),
  u32: (bytes, at) => bytes.readUInt32LE(at),
  putU32: (bytes, value, at) => void bytes.writeUInt32LE(value, at),
};
const BIG: ByteOrder = {
  u16: (bytes, at) => bytes.readUInt16BE(at),
  i16: (bytes, at) => bytes.readInt16BE(at),
  u32: (bytes, at) => bytes.readUInt32BE(at),
  putU32: (bytes, value, at) => void bytes.writeUInt32BE(value, at),
};

/** What the first byte of a client's setup announces (X Window System Protocol, 8); undefined for what is no X client. */
export function byteOrder(first: number | undefined): ByteOrder | undefined {
  if (first === 0x6c) return LITTLE;
  return first === 0x42 ? BIG : undefined;
}

/** Bytes that `length` bytes take in a message. */
export const padded = (length: number): number => Math.ceil(length / 4) * 4;
