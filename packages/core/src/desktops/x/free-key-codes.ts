import type { Logger } from "pino";
import { openXConnection } from "./open-x-connection.ts";
import { forgetKeyCode, getKeyboardMapping } from "./x-requests.ts";

/** Key codes of the protocol. */
const FIRST = 8;
const COUNT = 248;
const MAPPING_NOTIFY = 34;
const REQUEST_KEYBOARD = 1;
const BYTES_PER_KEYSYM = 4;

/** Below so many free codes some are given back: nobody types more new characters before the answer to the last one. */
const LOW = 48;
const ENOUGH = 64;
/** What was typed last may not have been read yet by the program that it is for. */
const LATEST = 32;

/**
 * Keeps key codes of a display free. A character that no key has takes a free code for good, and when none is left the display drops each
 * further one: whoever writes Chinese would lose what he types after some 130 characters. Codes that such a character took longest ago
 * are given back; it takes one again when it is typed again. Rejects when the display is not reached.
 */
export async function keepKeyCodesFree(
  deps: { readonly log: Logger },
  options: { readonly socket: string; readonly cookie: Uint8Array },
): Promise<Disposable> {
  const display = await openXConnection(options.socket, options.cookie);
  const own = freeIn(await display.ask(getKeyboardMapping(FIRST, COUNT)));
  /** Codes that characters took, the oldest first. */
  let taken: number[] = [];
  let isLooking = false;
  let isDirty = false;
  let isStopped = false;

  async function look(): Promise<void> {
    const free = freeIn(await display.ask(getKeyboardMapping(FIRST, COUNT)));
    taken = taken.filter((code) => !free.has(code));
    for (const code of own) if (!free.has(code) && !taken.includes(code)) taken.push(code);
    const left = own.size - taken.length;
    if (left >= LOW) return;
    for (const code of taken.splice(0, Math.min(ENOUGH - left, Math.max(0, taken.length - LATEST))))
      display.tell(forgetKeyCode(code));
  }

  async function lookWhileDirty(): Promise<void> {
    isLooking = true;
    try {
      while (isDirty) {
        isDirty = false;
        await look();
      }
    } catch (cause) {
      if (!isStopped) deps.log.warn({ err: cause }, "Key codes of the display are not kept free any more");
    }
    isLooking = false;
  }

  display.onEvent((event) => {
    if ((event.readUInt8(0) & 0x7f) !== MAPPING_NOTIFY || event.readUInt8(4) !== REQUEST_KEYBOARD) return;
    isDirty = true;
    if (!isLooking) void lookWhileDirty();
  });
  return {
    [Symbol.dispose]() {
      isStopped = true;
      display[Symbol.dispose]();
    },
  };
}

/** The codes that stand for nothing, by the reply to `getKeyboardMapping`: its head of 32 bytes tells the keysyms of each. */
function freeIn(reply: Buffer | undefined): Set<number> {
  if (!reply) return new Set();
  const bytes = reply.readUInt8(1) * BYTES_PER_KEYSYM;
  const codes = Array.from({ length: COUNT }, (_, index) => index);
  const keysyms = (index: number): Buffer => reply.subarray(32 + index * bytes, 32 + (index + 1) * bytes);
  return new Set(codes.filter((index) => keysyms(index).every((byte) => byte === 0)).map((index) => FIRST + index));
}
