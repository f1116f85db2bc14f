import { type ClientMessageKind, filterEncodings, nextClientMessage } from "./client-messages.ts";
import type { ClipboardWatch, CutText } from "./clipboard-watch.ts";
import { FLAGS_BYTES, purposeOf } from "./extended-clipboard.ts";
import { createHeldInput } from "./held-input.ts";
import type { InputWatch } from "./input-watch.ts";

/** What a client may send now; asked again for every message. */
export interface InputRules {
  readonly keyboard: () => boolean;
  readonly pointer: () => boolean;
  /** Whether the display hears the pointer of this client with these buttons, which another one's may keep out. */
  readonly takesTurn: (buttons: number) => boolean;
  /** Clipboard text into the desktop. */
  readonly clipboardIn: () => boolean;
  /** Clipboard text out of the desktop, which a client of the extended clipboard asks for. */
  readonly clipboardOut: boolean;
  /** Whether the extended clipboard may be agreed on: it carries Unicode. */
  readonly extendedClipboard: boolean;
  readonly maxClipboardBytes: number;
}

export interface InputFilter {
  /** The part of `chunk` (and of what came before it) that may go to the display. Throws on an unknown message. */
  push(chunk: Buffer): Buffer;
  /** Messages that let go of every key and button this client holds. */
  release(): Buffer;
}

export interface ClientWatch extends InputWatch {
  readonly clipboard: Pick<ClipboardWatch, "begin">;
  /** The 16 bytes of a pixel format; never after the client asked for a picture, which could come in either. */
  pixelFormat(format: Buffer): void;
}

/** Longest message that is held back until it is whole; clipboard text is the only one that may be longer. */
const MAX_ENCODINGS_BYTES = 4 + 4 * 512;
const CUT_TEXT_HEAD_BYTES = 8;
/** In SetPixelFormat. */
const PIXEL_FORMAT_AT = 4;

/** Tells `watch` every key and pointer message that it lets through or makes up to let something go, each press that it does not let through, and every clipboard text. */
export function createInputFilter(rules: InputRules, watch: ClientWatch): InputFilter {
  const held = createHeldInput();
  let pending: Buffer = Buffer.alloc(0);
  let hasAsked = false;
  /** Rest of a clipboard message that is under way. */
  let rest: { bytes: number; readonly text: CutText } | undefined;

  function judge(kind: Exclude<ClientMessageKind, "cut-text">, message: Buffer): Buffer | undefined {
    switch (kind) {
      case "plain":
        return message;
      case "asking":
        hasAsked = true;
        return message;
      case "pixel-format":
        if (hasAsked) throw new Error("an RFB client that changes its pixel format between pictures");
        watch.pixelFormat(message.subarray(PIXEL_FORMAT_AT));
        return message;
      case "encodings":
        return filterEncodings(message, { clipboard: rules.extendedClipboard });
      case "key":
      case "qemu-key":
        if (!rules.keyboard()) {
          watch.refusedKey(message);
          return letGoOfKeys();
        }
        return pressKey(message);
      case "pointer":
        if (!rules.pointer()) {
          watch.refusedPointer(message);
          return letGoOfButtons();
        }
        if (!rules.takesTurn(message.readUInt8(1))) return undefined;
        held.pointer(message);
        watch.pointer(message);
        return message;
      case "refused":
        return undefined;
    }
  }

  function pressKey(message: Buffer): Buffer {
    const letGo = held.key(message);
    if (letGo) watch.key(letGo);
    watch.key(message);
    return letGo ? Buffer.concat([letGo, message]) : message;
  }

  // What was pressed while it was allowed does not stay pressed when it is allowed no more.
  function letGoOfKeys(): Buffer {
    const keys = held.releaseKeys();
    for (const message of keys) watch.key(message);
    return Buffer.concat(keys);
  }
  function letGoOfButtons(): Buffer {
    const pointer = held.releasePointer();
    if (!pointer) return Buffer.alloc(0);
    rules.takesTurn(0);
    watch.pointer(pointer);
    return pointer;
  }

  /** Undefined while it cannot be told what the message is for. */
  function beginCutText(length: number): typeof rest {
    const bytes = length - CUT_TEXT_HEAD_BYTES;
    const isExtended = pending.readInt32BE(4) < 0;
    if (isExtended && pending.length < CUT_TEXT_HEAD_BYTES + Math.min(bytes, FLAGS_BYTES)) return undefined;
    const purpose = isExtended ? purposeOf(pending.subarray(CUT_TEXT_HEAD_BYTES)) : "offer";
    const isOpen = { offer: rules.clipboardIn(), ask: rules.clipboardOut, agree: rules.extendedClipboard }[purpose];
    const tooLarge = bytes > rules.maxClipboardBytes ? "size" : null;
    const refused = isOpen ? tooLarge : "policy";
    return { bytes: length, text: watch.clipboard.begin({ bytes, isExtended, refused }) };
  }

  function takeRest(forwarded: Buffer[]): void {
    if (!rest) return;
    const bytes = pending.subarray(0, rest.bytes);
    pending = pending.subarray(bytes.length);
    rest.text.push(bytes);
    rest.bytes -= bytes.length;
    if (rest.bytes > 0) return;
    forwarded.push(rest.text.end());
    rest = undefined;
  }

  return {
    push(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const forwarded: Buffer[] = [];
      for (;;) {
        takeRest(forwarded);
        if (rest) break;
        const next = nextClientMessage(pending);
        if (!next) break;
        if (next.kind === "cut-text") {
          rest = beginCutText(next.length);
          if (!rest) break;
          continue;
        }
        if (next.length > MAX_ENCODINGS_BYTES) throw new Error(`an RFB client message of ${next.length} bytes`);
        if (pending.length < next.length) break;
        const message = judge(next.kind, pending.subarray(0, next.length));
        pending = pending.subarray(next.length);
        if (message) forwarded.push(message);
      }
      return Buffer.concat(forwarded);
    },
    release: () => Buffer.concat([letGoOfKeys(), letGoOfButtons()]),
  };
}
