import type { SessionEvent } from "../chunker/session-event.ts";
import { characterOf, keyName, keysymOf } from "./key-names.ts";

export interface InputReaderOptions {
  /** Whether typed characters are recorded; without it a character key is only a key. */
  readonly characters: boolean;
}

export interface InputReader {
  /** Rows of keysyms from the given first keycode on. */
  setKeyboard(firstKeycode: number, rows: readonly (readonly number[])[]): void;
  /** Reads device events as RECORD delivers them (32 bytes each, little endian) at Unix time `now`. */
  read(data: Buffer, now: number): SessionEvent[];
}

const EVENT_BYTES = 32;
const KEY_PRESS = 2;
const KEY_RELEASE = 3;
const BUTTON_PRESS = 4;
const BUTTON_RELEASE = 5;
const MOTION = 6;
/** 20 positions a second draw the pointer's way; a mouse sends up to 1 000. */
const MOTION_MS = 50;
/** The machine's clock is slewed or set now and then; from this far apart the two are tied anew. */
const RESYNC_MS = 250;

/** Turns core device events of the X protocol into session events. */
export function createInputReader(options: InputReaderOptions): InputReader {
  let firstKeycode = 8;
  let keyboard: readonly (readonly number[])[] = [];
  let offset: number | undefined;
  let lastMotion: number | undefined;

  /** Server time is exact between events; the smallest delay seen so far ties it to Unix time. */
  function unixTime(serverTime: number, now: number): number {
    const measured = now - serverTime;
    if (offset === undefined || measured < offset || measured - offset > RESYNC_MS) offset = measured;
    return serverTime + offset;
  }

  function key(t: number, code: number, state: number, pressed: boolean): SessionEvent {
    const keysym = keysymOf(keyboard[code - firstKeycode] ?? [], state);
    const name = keyName(keysym);
    if (name) return { t, type: "key", pressed, key: name };
    const character = options.characters ? characterOf(keysym) : undefined;
    return character ? { t, type: "key", pressed, character } : { t, type: "key", pressed };
  }

  function readOne(event: Buffer, now: number): SessionEvent | undefined {
    const kind = event.readUInt8(0) & 0x7f;
    const detail = event.readUInt8(1);
    const serverTime = event.readUInt32LE(4);
    const t = unixTime(serverTime, now);
    const x = event.readInt16LE(20);
    const y = event.readInt16LE(22);
    switch (kind) {
      case KEY_PRESS:
      case KEY_RELEASE:
        return key(t, detail, event.readUInt16LE(28), kind === KEY_PRESS);
      case BUTTON_PRESS:
      case BUTTON_RELEASE:
        return { t, type: "button", pressed: kind === BUTTON_PRESS, button: detail, x, y };
      case MOTION:
        if (lastMotion !== undefined && t - lastMotion < MOTION_MS && t >= lastMotion) return undefined;
        lastMotion = t;
        return { t, type: "motion", x, y };
      default:
        return undefined;
    }
  }

  return {
    setKeyboard(first, rows) {
      firstKeycode = first;
      keyboard = rows;
    },
    read(data, now) {
      const events: SessionEvent[] = [];
      for (let at = 0; at + EVENT_BYTES <= data.length; at += EVENT_BYTES) {
        const event = readOne(data.subarray(at, at + EVENT_BYTES), now);
        if (event) events.push(event);
      }
      return events;
    },
  };
}
