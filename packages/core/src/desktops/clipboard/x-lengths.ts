import { padded } from "../x/byte-order.ts";

// Lengths of what an X client of little endian says and hears (X Window System Protocol, 1 and 8); undefined while they cannot be told.

export const REPLY = 1;
const GENERIC_EVENT = 35;
export const MESSAGE_BYTES = 32;
const SETUP_HEAD_BYTES = 12;
const SETUP_REPLY_HEAD_BYTES = 8;

export function setupLength(bytes: Buffer): number | undefined {
  if (bytes[0] !== 0x6c) throw new Error("not an X client of little endian");
  if (bytes.length < SETUP_HEAD_BYTES) return undefined;
  return SETUP_HEAD_BYTES + padded(bytes.readUInt16LE(6)) + padded(bytes.readUInt16LE(8));
}

export function requestLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined;
  const units = bytes.readUInt16LE(2);
  if (units > 0) return 4 * units;
  if (bytes.length < 8) return undefined;
  const big = bytes.readUInt32LE(4);
  if (big < 2) throw new Error("an X request without a length");
  return 4 * big;
}

export const setupReplyLength = (bytes: Buffer): number | undefined =>
  bytes.length < SETUP_REPLY_HEAD_BYTES ? undefined : SETUP_REPLY_HEAD_BYTES + 4 * bytes.readUInt16LE(6);

export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < MESSAGE_BYTES) return undefined;
  const type = bytes.readUInt8(0);
  const hasBody = type === REPLY || (type & 0x7f) === GENERIC_EVENT;
  return MESSAGE_BYTES + (hasBody ? 4 * bytes.readUInt32LE(4) : 0);
}
