import { CHARACTERS, TYPING_NAMES } from "./keysym-table.ts";

const UNICODE_KEYSYMS = 0x0100_0000;
const LATIN_1 = 0x100;
const NAMED: Readonly<Record<string, string>> = { space: " ", nobreakspace: "\u00a0" };

const byCharacter = new Map(
  CHARACTERS.flatMap(([first, values]) => Array.from(values).map((value, index) => [value, first + index] as const)),
);
const byName = new Map(
  TYPING_NAMES.flatMap(([first, values]) => values.split(" ").map((name, index) => [name, first + index] as const)),
);

/**
 * Keysym of a key by what it types, as a character, as `U+` and its number, or by its name, and the character's number; both 0 for
 * `none`. @throws for a name that stands for no keysym.
 */
export function keysymOf(token: string): { readonly keysym: number; readonly character: number } {
  if (token === "none") return { keysym: 0, character: 0 };
  const numbered = /^U\+([0-9a-f]+)$/.exec(token)?.[1];
  const text = NAMED[token] ?? (numbered === undefined ? token : String.fromCodePoint(Number.parseInt(numbered, 16)));
  const character = text.codePointAt(0) ?? 0;
  if (text.length === String.fromCodePoint(character).length) {
    const keysym = character < LATIN_1 ? character : (byCharacter.get(text) ?? UNICODE_KEYSYMS + character);
    return { keysym, character };
  }
  const keysym = byName.get(token);
  if (keysym === undefined) throw new Error(`no keysym is called ${token}`);
  return { keysym, character: 0 };
}
