import { describeKey } from "../keysyms/describe-key.ts";

/** What one client holds down, so that it can be let go when the client is frozen or leaves. */
export interface HeldInput {
  /** @returns the message that lets go of another key: the one that is held longest, where too many are, or the one that this is. */
  key(message: Buffer): Buffer | undefined;
  pointer(message: Buffer): void;
  /** Messages that let go of every key; afterwards none is held. */
  releaseKeys(): readonly Buffer[];
  /** The message that lets go of every button, where one is held. */
  releasePointer(): Buffer | undefined;
}

/** A keyboard has some hundred keys. Whoever holds more than it and never lets go is no person. */
const MAX_KEYS = 256;

const QEMU_KEY_BYTES = 12;
/** Keys that alter what others type (keysymdef.h): both Shifts, and those that reach the third level. */
const SHIFTS: ReadonlySet<number> = new Set([0xffe1, 0xffe2]);
const THIRD_LEVEL: ReadonlySet<number> = new Set([0xfe03, 0xff7e]);

/** What a key that is held types, and what else was held when it was pressed. */
interface HeldKey {
  readonly up: Buffer;
  readonly shifted: boolean;
  readonly third: boolean;
}

/** The character of a key, or the name of one that is a part of what is typed (a dead key); undefined for a key that types nothing. */
function typedBy(message: Buffer): string | undefined {
  const keysym = message.readUInt32BE(4);
  if (describeKey(keysym, false).key !== undefined) return undefined;
  const { character, key } = describeKey(keysym, true);
  return character ?? key;
}
const isLetter = (typed: string): boolean => Array.from(typed).length === 1 && typed.toLowerCase() !== typed.toUpperCase();

/**
 * Whether two characters stand on one key of letters. In Turkish `I` belongs to `ı` and `İ` to `i`, and in Greek `Σ` to `ς` as well as to
 * `σ`: the small letters alone do not tell.
 */
const onOneKey = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase() ||
  one.toUpperCase() === other.toUpperCase() ||
  one.toLocaleLowerCase("tr") === other.toLocaleLowerCase("tr");

/** Messages are KeyEvent, QEMU extended KeyEvent and PointerEvent as RFC 6143 7.5.4 and 7.5.5 lay them out. */
export function createHeldInput(): HeldInput {
  const keys = new Map<string, HeldKey>();
  const holds = (some: ReadonlySet<number>): boolean => [...keys.values()].some(({ up }) => some.has(up.readUInt32BE(4)));
  let pointer: Buffer | undefined;

  /**
   * Who lets go of Shift before the letter presses `A` and lets go of `a`: so say clients that name a key by what it types at the time, as
   * xrdp does. The display knows no key `a` that is pressed, and would hold `A` down. Of several it is the one that types something else
   * since it was pressed: a key with the same others as then has its own name still, and a letter has one of two.
   */
  function pressedAs(message: Buffer, wasHeld: boolean): string | undefined {
    const named = typedBy(message);
    if (named === undefined) return undefined;
    const [shifted, third] = [holds(SHIFTS), holds(THIRD_LEVEL)];
    const typing = [...keys].flatMap(([id, key]) => {
      const typed = typedBy(key.up);
      if (typed === undefined) return [];
      return [{ id, typed, isOther: key.third !== third || (key.shifted !== shifted && !isLetter(typed)) }];
    });
    const sameLetter = typing.find(({ typed }) => onOneKey(typed, named));
    if (sameLetter || wasHeld) return sameLetter?.id;
    const others = typing.filter(({ isOther }) => isOther);
    const [only, ...more] = others.length > 0 ? others : typing;
    return more.length === 0 ? only?.id : undefined;
  }

  function letGo(id: string): Buffer | undefined {
    const up = keys.get(id)?.up;
    keys.delete(id);
    return up;
  }

  return {
    key(message) {
      const isQemu = message.length === QEMU_KEY_BYTES;
      const isDown = isQemu ? message.readUInt16BE(2) !== 0 : message[1] !== 0;
      const id = message.subarray(4).toString("hex");
      if (!isDown) {
        const wasHeld = keys.delete(id);
        const other = pressedAs(message, wasHeld);
        return other === undefined ? undefined : letGo(other);
      }
      const up = Buffer.from(message);
      if (isQemu) up.writeUInt16BE(0, 2);
      else up[1] = 0;
      keys.set(id, { up, shifted: holds(SHIFTS), third: holds(THIRD_LEVEL) });
      const [oldest] = keys.size > MAX_KEYS ? keys.keys() : [];
      return oldest === undefined ? undefined : letGo(oldest);
    },
    pointer(message) {
      if (message[1] === 0) {
        pointer = undefined;
        return;
      }
      pointer = Buffer.from(message);
      pointer[1] = 0;
    },
    releaseKeys() {
      const released = [...keys.values()].map(({ up }) => up);
      keys.clear();
      return released;
    },
    releasePointer() {
      const released = pointer;
      pointer = undefined;
      return released;
    },
  };
}
