import { CHARACTERS, NAMES, TYPING_NAMES } from "./keysym-table.ts";

/** What a record says of a key: its name, the character that it types, or nothing. */
export interface KeyDescription {
  readonly key?: string;
  readonly character?: string;
}

type Runs = typeof CHARACTERS;

const UNICODE_KEYSYMS = 0x0100_0000;

function tableOf(runs: Runs, split: (values: string) => readonly string[]): ReadonlyMap<number, string> {
  return new Map(runs.flatMap(([first, values]) => split(values).map((value, index) => [first + index, value] as const)));
}
const words = (values: string): string[] => values.split(" ");

const characters = tableOf(CHARACTERS, (values) => Array.from(values));
const names = tableOf(NAMES, words);
const typingNames = tableOf(TYPING_NAMES, words);

/** A control character or half of a pair is nothing that a key types. */
const isCharacter = (codePoint: number): boolean =>
  codePoint >= 0x20 &&
  (codePoint < 0x7f || codePoint >= 0xa0) &&
  (codePoint < 0xd800 || codePoint >= 0xe000) &&
  codePoint <= 0x10_ffff;

/** Character of a keysym: Latin-1 is its own, Unicode is 0x01000000 + code point, others stand in the table. */
function characterOf(keysym: number): string | undefined {
  if (keysym < 0x100 && isCharacter(keysym)) return String.fromCodePoint(keysym);
  const codePoint = keysym - UNICODE_KEYSYMS;
  return isCharacter(codePoint) ? String.fromCodePoint(codePoint) : characters.get(keysym);
}

/**
 * Describes a key by its keysym (X11 keysymdef.h). A key that types nothing has a name. What a key types, and the name of a key that is
 * a part of what is typed (a dead key), are told only with `withCharacters`.
 */
export function describeKey(keysym: number, withCharacters: boolean): KeyDescription {
  const name = names.get(keysym);
  if (name !== undefined) return { key: name };
  if (!withCharacters) return {};
  const character = characterOf(keysym);
  if (character !== undefined) return { character };
  const typingName = typingNames.get(keysym);
  return typingName === undefined ? {} : { key: typingName };
}
