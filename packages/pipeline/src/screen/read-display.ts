import { ENCODING, SECURITY_NONE } from "./rfb-messages.ts";
import type { ByteConsumer } from "./rfb-stream.ts";

export interface DisplaySize {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of the screen. */
export interface Area extends DisplaySize {
  readonly x: number;
  readonly y: number;
}

/** What a display tells its recorder, in the order in which it comes. */
export interface DisplayReader {
  /** The display waits for an answer: the client's version, its choice of security, its init. */
  onVersion(): void;
  onSecurity(): void;
  onAccepted(): void;
  onSize(size: DisplaySize): void;
  /** One row of pixels, 4 bytes each; valid during the call. */
  onRow(x: number, y: number, pixels: Buffer): void;
  onCopy(to: Area, fromX: number, fromY: number): void;
  /** A rectangle of the update is complete. */
  onArea(area: Area): void;
  /** All of an update is there. */
  onUpdate(): void;
}

const BYTES_PER_PIXEL = 4;
/** A name and a clipboard text are skipped in pieces of at most this size. */
const SKIP_BYTES = 65_536;

/**
 * Reads what a display sends (RFC 6143, 7.1 to 7.3 and 7.6).
 * @throws Error when the display does not speak RFB 3.8, wants a password, or sends what was not asked for.
 */
export function* readDisplay(reader: DisplayReader): ByteConsumer {
  const version = yield 12;
  if (version.toString("latin1") !== "RFB 003.008\n") throw new Error("The display does not speak RFB 3.8");
  reader.onVersion();
  const types = yield (yield 1).readUInt8(0);
  if (!types.includes(SECURITY_NONE)) throw new Error("The display asks its recorder for a password");
  reader.onSecurity();
  if ((yield 4).readUInt32BE(0) !== 0) throw new Error("The display refused its recorder");
  reader.onAccepted();
  const init = yield 24;
  let size: DisplaySize = { width: init.readUInt16BE(0), height: init.readUInt16BE(2) };
  yield* skip(init.readUInt32BE(20));
  reader.onSize(size);

  for (;;) {
    const type = (yield 1).readUInt8(0);
    switch (type) {
      case 0: {
        const rectangles = (yield 3).readUInt16BE(1);
        for (let index = 0; index < rectangles; index += 1) size = yield* readRectangle(reader, size);
        reader.onUpdate();
        break;
      }
      case 1:
        yield* skip((yield 5).readUInt16BE(3) * 6);
        break;
      case 2:
        break;
      case 3:
        yield* skip((yield 7).readUInt32BE(3));
        break;
      default:
        throw new Error(`The display sent an unknown message (${type})`);
    }
  }
}

function* readRectangle(reader: DisplayReader, size: DisplaySize): Generator<number, DisplaySize, Buffer> {
  const head = yield 12;
  const area = { x: head.readUInt16BE(0), y: head.readUInt16BE(2), width: head.readUInt16BE(4), height: head.readUInt16BE(6) };
  const encoding = head.readInt32BE(8);
  if (encoding === ENCODING.desktopSize) {
    const next = { width: area.width, height: area.height };
    reader.onSize(next);
    return next;
  }
  if (area.x + area.width > size.width || area.y + area.height > size.height)
    throw new Error("The display sent pixels outside of the screen");
  if (encoding === ENCODING.raw) {
    for (let row = 0; row < area.height; row += 1) {
      const pixels = yield area.width * BYTES_PER_PIXEL;
      reader.onRow(area.x, area.y + row, pixels);
    }
  } else if (encoding === ENCODING.copyRect) {
    const from = yield 4;
    const [fromX, fromY] = [from.readUInt16BE(0), from.readUInt16BE(2)];
    if (fromX + area.width > size.width || fromY + area.height > size.height)
      throw new Error("The display copies from outside of the screen");
    reader.onCopy(area, fromX, fromY);
  } else throw new Error(`The display sent pixels in an unknown encoding (${encoding})`);
  reader.onArea(area);
  return size;
}

function* skip(bytes: number): ByteConsumer {
  for (let left = bytes; left > 0; left -= SKIP_BYTES) yield Math.min(left, SKIP_BYTES);
}
