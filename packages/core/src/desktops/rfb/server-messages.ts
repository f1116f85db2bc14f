/** What is wanted next of the bytes that come from the display. */
export type ServerStep =
  /** So many bytes as one, which wait until it is known whether they go on. */
  | { readonly kind: "read"; readonly bytes: number }
  /** What waits goes on, and so many bytes behind it, as they come. */
  | { readonly kind: "pass"; readonly bytes: number }
  /** What waits is gone, and so are so many bytes behind it. */
  | { readonly kind: "drop"; readonly bytes: number };

export type ServerSteps<Result = void> = Generator<ServerStep, Result, Buffer>;

/** Judges a text that the display sends to its client. */
export interface OutgoingTexts {
  /** One that is too long to be looked at. */
  onTooLong(bytes: number): void;
  /** @returns whether it goes on. */
  judge(content: Buffer, isExtended: boolean): boolean;
  readonly maxBytes: number;
}

/** The client's pixel format (RFC 6143 7.4) as far as lengths depend on it. */
export interface PixelSizes {
  bytes: number;
  /** In Tight encoding, which leaves out an unused byte. */
  tight: number;
}

export const PIXEL_FORMAT_BYTES = 16;

export function pixelSizes(format: Buffer): PixelSizes {
  const [bits = 0, depth = 0] = format;
  const isTrueColour = depth === 24 && [4, 6, 8].every((at) => format.readUInt16BE(at) === 0xff);
  return { bytes: bits / 8, tight: bits === 32 && isTrueColour ? 3 : bits / 8 };
}

const UPDATE = 0;
const COLOUR_MAP = 1;
const BELL = 2;
const CUT_TEXT = 3;
const END_OF_CONTINUOUS_UPDATES = 150;
const FENCE = 248;
const UNTIL_LAST = 0xffff;

const read = (bytes: number): ServerStep => ({ kind: "read", bytes });
const pass = (bytes: number): ServerStep => ({ kind: "pass", bytes });
const drop = (bytes: number): ServerStep => ({ kind: "drop", bytes });

interface Rectangle {
  readonly width: number;
  readonly height: number;
}

/** How long a rectangle of each encoding is; those that `filterEncodings` lets a client ask for, and no others. */
const RECTANGLES: Readonly<Record<number, (area: Rectangle, pixels: PixelSizes) => ServerSteps<"last" | undefined>>> = {
  // Raw, CopyRect, RRE.
  0: ({ width, height }, { bytes }) => fixed(width * height * bytes),
  1: () => fixed(4),
  *2(_area, { bytes }) {
    const count = (yield read(4)).readUInt32BE();
    return yield* fixed(bytes + count * (bytes + 8));
  },
  // Tight, ZRLE.
  7: tight,
  16: withLength,
  // DesktopSize, LastRect, Cursor, QEMU extended keys, QEMU LED state, DesktopName, cursor with alpha.
  [-223]: () => fixed(0),
  *[-224]() {
    yield pass(0);
    return "last";
  },
  [-239]: ({ width, height }, { bytes }) => fixed(width * height * bytes + maskBytes(width, height)),
  [-258]: () => fixed(0),
  [-261]: () => fixed(1),
  [-307]: withLength,
  [-314]: ({ width, height }) => fixed(4 + width * height * 4),
  // VMware cursor and LED state.
  *[0x574d5664]({ width, height }, { bytes }) {
    const kind = (yield read(2)).readUInt8(0);
    return yield* fixed(width * height * (kind === 0 ? 2 * bytes : 4));
  },
  [0x574d5668]: () => fixed(4),
};

export const isReadableEncoding = (encoding: number): boolean => Object.hasOwn(RECTANGLES, encoding);

const maskBytes = (width: number, height: number): number => Math.ceil(width / 8) * height;

function* fixed(bytes: number): ServerSteps<undefined> {
  yield pass(bytes);
}

function* withLength(): ServerSteps<undefined> {
  yield pass((yield read(4)).readUInt32BE());
}

/** Length in one to three bytes of 7 bits, the lowest first. */
function* compactLength(): ServerSteps<number> {
  let length = 0;
  for (let place = 0; place < 3; place += 1) {
    const byte = (yield read(1)).readUInt8();
    length |= (place === 2 ? byte : byte & 0x7f) << (7 * place);
    if (byte < 0x80) break;
  }
  return length;
}

const TIGHT_FILL = 8;
const TIGHT_JPEG = 9;
const TIGHT_EXPLICIT_FILTER = 4;
const TIGHT_PALETTE = 1;
const TIGHT_GRADIENT = 2;
/** Shorter data are not compressed and have no length. */
const TIGHT_MIN_COMPRESSED = 12;

/** The RFB protocol, community version, 7.7.3. */
function* tight({ width, height }: Rectangle, pixels: PixelSizes): ServerSteps<undefined> {
  const control = (yield read(1)).readUInt8() >> 4;
  if (control === TIGHT_FILL) return yield* fixed(pixels.tight);
  if (control === TIGHT_JPEG) return yield* fixed(yield* compactLength());
  if (control > TIGHT_JPEG) throw new Error(`an unknown Tight compression ${control}`);
  let bytes = width * height * pixels.tight;
  const filter = control & TIGHT_EXPLICIT_FILTER ? (yield read(1)).readUInt8() : 0;
  if (filter === TIGHT_PALETTE) {
    const colours = (yield read(1)).readUInt8() + 1;
    yield pass(colours * pixels.tight);
    bytes = colours === 2 ? maskBytes(width, height) : width * height;
  } else if (filter > TIGHT_GRADIENT) throw new Error(`an unknown Tight filter ${filter}`);
  yield pass(bytes < TIGHT_MIN_COMPRESSED ? bytes : yield* compactLength());
}

function* update(pixels: PixelSizes): ServerSteps {
  const count = (yield read(3)).readUInt16BE(1);
  for (let index = 0; count === UNTIL_LAST || index < count; index += 1) {
    const head = yield read(12);
    const encoding = head.readInt32BE(8);
    const rectangle = RECTANGLES[encoding];
    if (!rectangle) throw new Error(`an RFB rectangle of unknown encoding ${encoding}`);
    if ((yield* rectangle({ width: head.readUInt16BE(4), height: head.readUInt16BE(6) }, pixels)) === "last") return;
  }
}

function* cutText(texts: OutgoingTexts): ServerSteps {
  const length = (yield read(7)).readInt32BE(3);
  const bytes = Math.abs(length);
  if (bytes > texts.maxBytes) {
    texts.onTooLong(bytes);
    yield drop(bytes);
    return;
  }
  const content = bytes === 0 ? Buffer.alloc(0) : yield read(bytes);
  yield texts.judge(content, length < 0) ? pass(0) : drop(0);
}

/**
 * All that the display says after the handshake, message by message (RFC 6143 7.3.2, 7.6). Throws on what is not known, because nothing
 * after it could be told apart.
 */
export function* serverMessages(pixels: PixelSizes, texts: OutgoingTexts): ServerSteps<never> {
  const init = yield read(24);
  Object.assign(pixels, pixelSizes(init.subarray(4, 4 + PIXEL_FORMAT_BYTES)));
  yield pass(init.readUInt32BE(20));
  for (;;) {
    const type = (yield read(1)).readUInt8();
    switch (type) {
      case UPDATE:
        yield* update(pixels);
        break;
      case COLOUR_MAP:
        yield pass(6 * (yield read(5)).readUInt16BE(3));
        break;
      case BELL:
      case END_OF_CONTINUOUS_UPDATES:
        break;
      case CUT_TEXT:
        yield* cutText(texts);
        break;
      case FENCE:
        yield pass((yield read(8)).readUInt8(7));
        break;
      default:
        throw new Error(`unknown RFB server message ${type}`);
    }
    yield pass(0);
  }
}
