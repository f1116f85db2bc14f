import { once } from "node:events";
import { createConnection, type Socket } from "node:net";

/** A program that draws on a display itself, each call in one request, so that nothing is ever seen half. */
export interface XPainter extends AsyncDisposable {
  /** Fills rectangles with one colour, 0xRRGGBB. */
  fill(colour: number, rectangles: readonly (readonly [x: number, y: number, width: number, height: number])[]): void;
  /** Puts an image of 32-bit pixels, little endian, of at most 255 KiB. */
  put(x: number, y: number, width: number, height: number, pixels: Uint8Array): void;
  /** Moves what is on the screen. */
  scroll(fromY: number, toY: number, width: number, height: number): void;
  show(): void;
  hide(): void;
  /** Takes a blue square of this many pixels for a pointer, one of which nothing is seen where it is `hidden`, and puts its middle there. */
  point(side: number, x: number, y: number, how?: "hidden"): void;
  /** Resolves when the display has done everything so far. */
  done(): Promise<void>;
}

const OPCODE = {
  ...{
    createWindow: 1,
    changeWindow: 2,
    warpPointer: 41,
    createPixmap: 53,
    createCursor: 93,
    map: 8,
    unmap: 10,
    getFocus: 43,
    openFont: 45,
    createGc: 55,
  },
  ...{ changeGc: 56, copy: 62, fill: 70, put: 72, createGlyphCursor: 94 },
} as const;
/** The black arrow of the font `cursor`, and its white edge. */
const ARROW = { font: "cursor", glyph: 68, mask: 69 } as const;
const COOKIE = "MIT-MAGIC-COOKIE-1";
const FOREGROUND = 1 << 2;
const NO_EXPOSURES = 1 << 16;
const BACKGROUND = 1 << 1;
const OVERRIDE_REDIRECT = 1 << 9;
const CURSOR = 1 << 14;
const REPLY_BYTES = 32;

const u16 = (...values: readonly number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values: readonly number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

function request(opcode: number, data: number, ...content: readonly Buffer[]): Buffer {
  const body = padded(Buffer.concat(content));
  return Buffer.concat([Buffer.from([opcode, data]), u16(1 + body.length / 4), body]);
}

/** Opens a window without a frame that covers the screen, black and shown, with an arrow for a pointer (X protocol, 11.0). */
export async function openXPainter(
  display: { readonly displayNumber: number; readonly cookie: Buffer },
  size: { readonly width: number; readonly height: number },
): Promise<XPainter> {
  const socket = createConnection(`/tmp/.X11-unix/X${display.displayNumber}`);
  await once(socket, "connect");
  const { idBase, root } = await greet(socket, display.cookie);
  const [window, gc, font, arrow] = [idBase, idBase + 1, idBase + 2, idBase + 3];
  const send = (...requests: readonly Buffer[]): void => void socket.write(Buffer.concat(requests));
  let lastId = arrow;
  let waiting: (() => void)[] = [];
  let read = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    read = Buffer.concat([read, bytes]);
    for (; read.length >= REPLY_BYTES; read = read.subarray(REPLY_BYTES)) if (read[0] === 1) waiting.shift()?.();
  });
  const setColour = (colour: number): Buffer => request(OPCODE.changeGc, 0, u32(gc, FOREGROUND, colour));

  send(
    request(OPCODE.openFont, 0, u32(font), u16(ARROW.font.length, 0), Buffer.from(ARROW.font)),
    request(OPCODE.createGlyphCursor, 0, u32(arrow, font, font), u16(ARROW.glyph, ARROW.mask, 0, 0, 0, 0xffff, 0xffff, 0xffff)),
    request(
      OPCODE.createWindow,
      0,
      u32(window, root),
      u16(0, 0, size.width, size.height, 0, 0),
      u32(0, BACKGROUND | OVERRIDE_REDIRECT | CURSOR, 0, 1, arrow),
    ),
    request(OPCODE.createGc, 0, u32(gc, window, FOREGROUND | NO_EXPOSURES, 0, 0)),
    request(OPCODE.map, 0, u32(window)),
  );
  const painter: XPainter = {
    fill(colour, rectangles) {
      send(setColour(colour), request(OPCODE.fill, 0, u32(window, gc), ...rectangles.map((rectangle) => u16(...rectangle))));
    },
    put(x, y, width, height, pixels) {
      const [image, depth] = [2, 24];
      send(
        request(OPCODE.put, image, u32(window, gc), u16(width, height, x, y), Buffer.from([0, depth, 0, 0]), Buffer.from(pixels)),
      );
    },
    scroll(fromY, toY, width, height) {
      send(request(OPCODE.copy, 0, u32(window, window, gc), u16(0, fromY, 0, toY, width, height)));
    },
    show: () => send(request(OPCODE.map, 0, u32(window))),
    hide: () => send(request(OPCODE.unmap, 0, u32(window))),
    point(side, x, y, how) {
      const [pixmap, pixmapGc, cursor] = [lastId + 1, lastId + 2, lastId + 3];
      lastId = cursor;
      const blue = u16(0, 0, 0xffff, 0, 0, 0xffff);
      send(
        request(OPCODE.createPixmap, 1, u32(pixmap, root), u16(side, side)),
        request(OPCODE.createGc, 0, u32(pixmapGc, pixmap, FOREGROUND, how === "hidden" ? 0 : 1)),
        request(OPCODE.fill, 0, u32(pixmap, pixmapGc), u16(0, 0, side, side)),
        request(OPCODE.createCursor, 0, u32(cursor, pixmap, pixmap), blue, u16(side / 2, side / 2)),
        request(OPCODE.changeWindow, 0, u32(window, CURSOR, cursor)),
        request(OPCODE.warpPointer, 0, u32(0, window), u16(0, 0, 0, 0, x, y)),
      );
    },
    done() {
      const reply = Promise.withResolvers<void>();
      waiting = [...waiting, reply.resolve];
      send(request(OPCODE.getFocus, 0));
      return reply.promise;
    },
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
  await painter.done();
  return painter;
}

async function greet(socket: Socket, cookie: Buffer): Promise<{ idBase: number; root: number }> {
  const name = Buffer.from(COOKIE);
  socket.write(Buffer.concat([Buffer.from("l\0"), u16(11, 0, name.length, cookie.length, 0), padded(name), padded(cookie)]));
  let read = Buffer.alloc(0);
  const isWhole = (): boolean => read.length >= 8 && read.length >= 8 + 4 * read.readUInt16LE(6);
  while (!isWhole()) read = Buffer.concat([read, ((await once(socket, "data")) as [Buffer])[0]]);
  if (read[0] !== 1) throw new Error("The display refused the painter");
  const rootAt = 40 + Math.ceil(read.readUInt16LE(24) / 4) * 4 + 8 * read.readUInt8(29);
  return { idBase: read.readUInt32LE(12), root: read.readUInt32LE(rootAt) };
}
