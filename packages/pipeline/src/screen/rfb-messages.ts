/** What the recorder says to a display: client messages of RFB 3.8 (RFC 6143, 7.5). */

/** Security type None (7.2.1): the socket's folder is what keeps others out. */
export const SECURITY_NONE = 1;

export const ENCODING = { raw: 0, copyRect: 1, desktopSize: -223 } as const;

/** Others may be connected as well. */
export const clientInit = (): Buffer => Buffer.from([1]);

/** 32 bits a pixel, little endian: blue, green, red, unused. */
export function setPixelFormat(): Buffer {
  const message = Buffer.alloc(20);
  const format = [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0];
  message.set(format, 4);
  return message;
}

/** Without a cursor encoding the server draws the pointer itself, where it is and as it looks. */
export function setEncodings(): Buffer {
  const encodings = [ENCODING.copyRect, ENCODING.raw, ENCODING.desktopSize];
  const message = Buffer.alloc(4 + 4 * encodings.length);
  message.writeUInt8(2, 0);
  message.writeUInt16BE(encodings.length, 2);
  for (const [index, encoding] of encodings.entries()) message.writeInt32BE(encoding, 4 + 4 * index);
  return message;
}

/** Asks for what changed, or with `incremental` false for all of the area at once. */
export function updateRequest(area: { width: number; height: number }, incremental: boolean): Buffer {
  const message = Buffer.alloc(10);
  message.writeUInt8(3, 0);
  message.writeUInt8(incremental ? 1 : 0, 1);
  message.writeUInt16BE(area.width, 6);
  message.writeUInt16BE(area.height, 8);
  return message;
}
