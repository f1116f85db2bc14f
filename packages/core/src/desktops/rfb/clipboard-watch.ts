import { createHash } from "node:crypto";
import { constants, inflateSync } from "node:zlib";
import type { Clock } from "@lucid/foundation";
import type { ClipboardEvent } from "../input-event.ts";

/** A client's CutText message (RFC 6143 7.5.6), as its bytes come. */
export interface CutText {
  /** Pieces of the message, its head of 8 bytes first. */
  push(piece: Buffer): void;
  end(): void;
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
}

const HEAD_BYTES = 8;
const FLAGS_BYTES = 4;
/** Flags of the extended clipboard message (The RFB Protocol, community version, 7.5.6). */
const TEXT = 1;
const CAPS = 1 << 24;
const PROVIDE = 1 << 28;

const EMPTY = Buffer.alloc(0);

/** Tells which texts a client puts into the desktop: how large, which one by its hash, and never the text itself. */
export function createClipboardWatch(
  deps: { readonly clock: Pick<Clock, "now">; readonly emit: (event: ClipboardEvent) => void },
  clientId: number,
  maxBytes: number,
): ClipboardWatch {
  function tell(bytes: number | null, text: Buffer | null, refused: CutTextHead["refused"]): void {
    const sha256 = text && createHash("sha256").update(text).digest("hex");
    deps.emit({ type: "clipboard-in", atMs: deps.clock.now(), clientId, bytes: text?.length ?? bytes, sha256, refused });
  }

  /** Of the extended messages only those that bring a text count; how large it is stands behind the compression. */
  function tellExtended(content: Buffer, refused: CutTextHead["refused"]): void {
    if (content.length < FLAGS_BYTES) return;
    const flags = content.readUInt32BE();
    if ((flags & CAPS) !== 0 || (flags & PROVIDE) === 0 || (flags & TEXT) === 0) return;
    if (refused !== null) return tell(null, null, refused);
    const text = inflateText(content.subarray(FLAGS_BYTES), maxBytes);
    if (text === "too large") return tell(null, null, "size");
    if (text) tell(null, text, null);
  }

  return {
    begin({ bytes, isExtended, refused }) {
      // What is refused may be of any size: its flags are all that is looked at.
      const most = HEAD_BYTES + (refused === null ? bytes : FLAGS_BYTES);
      let message: Buffer = EMPTY;
      return {
        push(piece) {
          if (message.length < most) message = Buffer.concat([message, piece.subarray(0, most - message.length)]);
        },
        end() {
          const content = message.subarray(HEAD_BYTES);
          if (isExtended) return tellExtended(content, refused);
          // The plain clipboard is Latin-1; the hash is of the same text as UTF-8, as somebody else would have it.
          tell(bytes, refused === null ? Buffer.from(content.toString("latin1"), "utf8") : null, refused);
        },
      };
    },
  };
}

/** The text of an extended message without the zero at its end; undefined for what is none, which the display takes for none as well. */
function inflateText(compressed: Buffer, maxBytes: number): Buffer | "too large" | undefined {
  try {
    // Clients flush their stream and do not finish it.
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: FLAGS_BYTES + maxBytes + 1 };
    const plain = inflateSync(compressed, options);
    const text = plain.subarray(FLAGS_BYTES, FLAGS_BYTES + plain.readUInt32BE());
    return text.at(-1) === 0 ? text.subarray(0, -1) : text;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too large" : undefined;
  }
}
