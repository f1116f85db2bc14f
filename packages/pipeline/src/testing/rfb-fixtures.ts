/** Builders of what an RFB server sends. For tests. */
const u16 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
};
const i32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

export const greeting = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from("RFB 003.008\n"),
    Buffer.from([2, 2, 1]),
    i32(0),
    u16(width, height),
    Buffer.alloc(16),
    i32(4),
    Buffer.from("test"),
  ]);

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const head = ({ x, y, width, height }: Box, encoding: number): Buffer => Buffer.concat([u16(x, y, width, height), i32(encoding)]);

/** Pixels as 32-bit numbers, 0xRRGGBB, row by row. */
export function rawRectangle(box: Box, pixels: readonly number[]): Buffer {
  const bytes = Buffer.alloc(pixels.length * 4);
  for (const [index, pixel] of pixels.entries()) bytes.writeUInt32LE(pixel, index * 4);
  return Buffer.concat([head(box, 0), bytes]);
}

export const copyRectangle = (box: Box, fromX: number, fromY: number): Buffer => Buffer.concat([head(box, 1), u16(fromX, fromY)]);

export const resize = (width: number, height: number): Buffer => head({ x: 0, y: 0, width, height }, -223);

export const update = (...rectangles: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([0, 0]), u16(rectangles.length), ...rectangles]);

export const bell = (): Buffer => Buffer.from([2]);

export const cutText = (text: string): Buffer => Buffer.concat([Buffer.from([3, 0, 0, 0]), i32(text.length), Buffer.from(text)]);
