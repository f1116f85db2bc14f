import { isReadableEncoding } from "./server-messages.ts";

/** Message types a client may send (RFC 6143 7.5 and the registered extensions that Xvnc and noVNC use). */
const SET_PIXEL_FORMAT = 0;
const SET_ENCODINGS = 2;
const UPDATE_REQUEST = 3;
const KEY_EVENT = 4;
const POINTER_EVENT = 5;
export const CUT_TEXT = 6;
const CONTINUOUS_UPDATES = 150;
const FENCE = 248;
const XVP = 250;
const SET_DESKTOP_SIZE = 251;
const QEMU = 255;

export type ClientMessageKind =
  | "plain"
  | "pixel-format"
  | "asking"
  | "encodings"
  | "key"
  | "qemu-key"
  | "pointer"
  | "cut-text"
  | "refused";

export interface ClientMessage {
  readonly kind: ClientMessageKind;
  readonly length: number;
}

const FIXED: Readonly<Record<number, ClientMessage>> = {
  [SET_PIXEL_FORMAT]: { kind: "pixel-format", length: 20 },
  [UPDATE_REQUEST]: { kind: "asking", length: 10 },
  [KEY_EVENT]: { kind: "key", length: 8 },
  [POINTER_EVENT]: { kind: "pointer", length: 6 },
  [CONTINUOUS_UPDATES]: { kind: "asking", length: 10 },
  [XVP]: { kind: "refused", length: 4 },
};

/**
 * The next message in `bytes`, or undefined while its length cannot be told yet. The whole message need not have come.
 * Throws on a type that is not known, because nothing after it could be told apart.
 */
export function nextClientMessage(bytes: Buffer): ClientMessage | undefined {
  const type = bytes[0];
  if (type === undefined) return undefined;
  const fixed = FIXED[type];
  if (fixed) return fixed;
  switch (type) {
    case SET_ENCODINGS:
      return bytes.length < 4 ? undefined : { kind: "encodings", length: 4 + 4 * bytes.readUInt16BE(2) };
    case CUT_TEXT:
      // A negative length announces the extended clipboard message.
      return bytes.length < 8 ? undefined : { kind: "cut-text", length: 8 + Math.abs(bytes.readInt32BE(4)) };
    case FENCE:
      return bytes.length < 9 ? undefined : { kind: "plain", length: 9 + bytes.readUInt8(8) };
    case SET_DESKTOP_SIZE:
      return bytes.length < 8 ? undefined : { kind: "refused", length: 8 + 16 * bytes.readUInt8(6) };
    case QEMU:
      if (bytes.length < 2) return undefined;
      if (bytes[1] === 0) return { kind: "qemu-key", length: 12 };
      break;
  }
  throw new Error(`unknown RFB client message ${type}`);
}

const EXTENDED_CLIPBOARD = 0xc0a1e5ce | 0;
/** Wishes that make no rectangle: fences, continuous updates, and the ranges of quality, compression and subsampling. */
const FENCES = -312;
const CONTINUOUS = -313;
const WISHES: readonly (readonly [number, number])[] = [
  [-32, -23],
  [-256, -247],
  [-512, -412],
  [-768, -763],
];

/** What nobody here could read is not agreed on: pictures in other encodings, sound, more buttons, other sizes of the screen. */
const isUnderstood = (encoding: number): boolean =>
  isReadableEncoding(encoding) ||
  encoding === FENCES ||
  encoding === CONTINUOUS ||
  WISHES.some(([from, to]) => encoding >= from && encoding <= to);

/** Drops the encodings that must not be agreed on. */
export function filterEncodings(message: Buffer, allowed: { readonly clipboard: boolean }): Buffer {
  const kept: number[] = [];
  for (let at = 4; at + 4 <= message.length; at += 4) {
    const encoding = message.readInt32BE(at);
    if (encoding === EXTENDED_CLIPBOARD ? allowed.clipboard : isUnderstood(encoding)) kept.push(encoding);
  }
  const filtered = Buffer.alloc(4 + 4 * kept.length);
  filtered[0] = SET_ENCODINGS;
  filtered.writeUInt16BE(kept.length, 2);
  for (const [index, encoding] of kept.entries()) filtered.writeInt32BE(encoding, 4 + 4 * index);
  return filtered;
}
