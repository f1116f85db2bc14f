import { createHash } from "node:crypto";
import { constants, deflateSync, inflateSync } from "node:zlib";
import type { Clock } from "@lucid/foundation";
import type { EventPace } from "../event-pace.ts";
import type { ClipboardEvent } from "../input-event.ts";
import { CUT_TEXT } from "./client-messages.ts";
import { bringsText, FLAGS_BYTES, PROVIDED_TEXT, purposeOf } from "./extended-clipboard.ts";
import type { OutgoingTexts } from "./server-messages.ts";

/** A client's CutText message (RFC 6143 7.5.6), as its bytes come. */
export interface CutText {
  /** Pieces of the message, its head of 8 bytes first. */
  push(piece: Buffer): void;
  /** @returns what goes on to the display: nothing of a text that is refused or cannot be read, of any other what is told and no more. */
  end(): Buffer;
}

export interface CutTextHead {
  /** Behind the head. */
  readonly bytes: number;
  readonly isExtended: boolean;
  /** Why it does not go on to the display. */
  readonly refused: "policy" | "size" | null;
}

export interface ClipboardWatch {
  begin(head: CutTextHead): CutText;
  /** Texts on their way out of the desktop. */
  readonly out: OutgoingTexts;
}

const HEAD_BYTES = 8;
const NOTHING = Buffer.alloc(0);
/** Behind a text there may be the same in other formats, which go no further. */
const FURTHER_FORMATS = 8;

/**
 * Tells which texts a client puts into the desktop and gets out of it: how large, which one by its hash, and never the text itself.
 * `carriesOut`: whether this is the way out; else there is none or another one, which tells of it, and no text comes through here.
 * `mayLeave`: whether a text may go out now; asked again for each. `pace`: a text that could not be told does not go out either.
 */
export function createClipboardWatch(
  deps: { readonly clock: Pick<Clock, "now">; readonly emit: (event: ClipboardEvent) => void },
  clientId: number,
  {
    maxBytes,
    carriesOut = true,
    mayLeave,
    pace,
  }: {
    readonly maxBytes: number;
    readonly carriesOut?: boolean;
    readonly mayLeave: () => boolean;
    readonly pace: Pick<EventPace, "admit">;
  },
): ClipboardWatch {
  type Direction = ClipboardEvent["type"];
  function tell(type: Direction, bytes: number | null, text: Buffer | null, refused: CutTextHead["refused"]): void {
    const sha256 = text && createHash("sha256").update(text).digest("hex");
    deps.emit({ type, atMs: deps.clock.now(), clientId, format: "text", bytes: text?.length ?? bytes, sha256, refused });
  }

  /**
   * Of the extended messages that bring a text; how large it is stands behind the compression.
   * @returns the text where it is let through.
   */
  function tellExtended(type: Direction, content: Buffer, refused: CutTextHead["refused"]): Buffer | undefined {
    const text = refused === null ? inflateText(content.subarray(FLAGS_BYTES), maxBytes) : null;
    if (text === undefined) return undefined;
    const isTooLarge = text === "too large";
    tell(type, null, isTooLarge ? null : text, isTooLarge ? "size" : refused);
    return isTooLarge || text === null ? undefined : text;
  }

  return {
    begin({ bytes, isExtended, refused }) {
      // What is refused may be of any size: its flags are all that is looked at.
      const most = HEAD_BYTES + (refused === null ? bytes : FLAGS_BYTES);
      // Whole from the start: a client may send it byte by byte.
      const message = Buffer.alloc(most);
      let held = 0;
      return {
        push(piece) {
          held += piece.copy(message, held);
        },
        end() {
          const content = message.subarray(HEAD_BYTES, held);
          if (isExtended && bringsText(content)) {
            const text = tellExtended("clipboard-in", content, refused);
            return text ? extendedMessage(text) : NOTHING;
          }
          const text = untilNul(content);
          if (!isExtended) tell("clipboard-in", bytes, refused === null ? asUtf8(text) : null, refused);
          if (refused !== null) return NOTHING;
          return isExtended ? message : plainMessage(text);
        },
      };
    },
    out: {
      maxBytes,
      onTooLong(bytes) {
        if (carriesOut && pace.admit()) tell("clipboard-out", bytes, null, "size");
      },
      judge(content, isExtended) {
        if (!carriesOut) return isExtended && purposeOf(content) !== "offer";
        if ((!isExtended || bringsText(content)) && !pace.admit()) return false;
        const refused = mayLeave() ? null : "policy";
        if (isExtended) return !bringsText(content) || tellExtended("clipboard-out", content, refused) !== undefined;
        if (refused !== null) {
          tell("clipboard-out", content.length, null, refused);
          return false;
        }
        tell("clipboard-out", null, asUtf8(content), null);
        return true;
      },
    },
  };
}

/** The plain clipboard is Latin-1; the hash is of the same text as UTF-8, as somebody else would have it. */
const asUtf8 = (content: Buffer): Buffer => Buffer.from(content.toString("latin1"), "utf8");

/** The display takes what stands before the first zero. */
function untilNul(text: Buffer): Buffer {
  const end = text.indexOf(0);
  return end === -1 ? text : text.subarray(0, end);
}

/** The text of an extended message up to its closing zero; undefined for what is none. */
function inflateText(compressed: Buffer, maxBytes: number): Buffer | "too large" | undefined {
  try {
    // Clients flush their stream and do not finish it.
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: FURTHER_FORMATS * (FLAGS_BYTES + maxBytes + 1) };
    const plain = inflateSync(compressed, options);
    const length = plain.readUInt32BE();
    if (length > maxBytes + 1) return "too large";
    return plain.length < FLAGS_BYTES + length ? undefined : untilNul(plain.subarray(FLAGS_BYTES, FLAGS_BYTES + length));
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too large" : undefined;
  }
}

function cutTextMessage(length: number, content: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head[0] = CUT_TEXT;
  head.writeInt32BE(length, 4);
  return Buffer.concat([head, ...content]);
}
const plainMessage = (text: Buffer): Buffer => cutTextMessage(text.length, [text]);

/** Made anew: two readers of one compressed stream may find two texts in it. */
function extendedMessage(text: Buffer): Buffer {
  const head = Buffer.alloc(2 * FLAGS_BYTES);
  head.writeUInt32BE(PROVIDED_TEXT);
  head.writeUInt32BE(text.length + 1, FLAGS_BYTES);
  const compressed = deflateSync(Buffer.concat([head.subarray(FLAGS_BYTES), text, Buffer.alloc(1)]), { level: 1 });
  return cutTextMessage(-(FLAGS_BYTES + compressed.length), [head.subarray(0, FLAGS_BYTES), compressed]);
}
