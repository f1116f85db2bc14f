import { padded } from "../x/byte-order.ts";
import { MESSAGE_BYTES } from "./x-lengths.ts";

/**
 * What the service finds where a program has nothing for it. Of nothing at all it tells its client nothing, and FreeRDP then waits, for
 * whatever is copied later as well: a text becomes one of its closing zero alone, a picture one of a single white pixel (a BMP).
 */
export const NO_TEXT = Buffer.alloc(1);
export const NO_PICTURE = Buffer.from(
  `424d3a000000000000003600000028000000010000000100000001001800${"0".repeat(48)}ffffff00`,
  "hex",
);
export const PICTURE = "image/bmp";

const STRING = 31;

/** A GetProperty reply as if this were there: how long it is (a reader asks for nothing of it at first), or all of it. */
export function withContent(reply: Buffer, content: Buffer, isLength: boolean): Buffer {
  const given = isLength ? Buffer.alloc(0) : content;
  const bytes = Buffer.concat([reply.subarray(0, MESSAGE_BYTES), given], MESSAGE_BYTES + padded(given.length));
  bytes[1] = 8;
  bytes.writeUInt32LE(padded(given.length) / 4, 4);
  if (bytes.readUInt32LE(8) === 0) bytes.writeUInt32LE(STRING, 8);
  bytes.writeUInt32LE(content.length - given.length, 12);
  bytes.writeUInt32LE(given.length, 16);
  return bytes;
}
