import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the table of keysyms from the headers of xorgproto (Debian: x11proto-dev): what a key types, and what a key that types nothing
 * is called. Unicode keysyms (0x01000000 + code point) and Latin-1, which is its own keysym, follow a rule and are not in it.
 */
const HEADERS = "/usr/include/X11";
const OUTPUT = join(import.meta.dirname, "../packages/core/src/desktops/keysyms/keysym-table.ts");

const UNICODE_KEYSYMS = 0x0100_0000;
const LAST_UNICODE_KEYSYM = 0x0110_ffff;
const EVDEV_KEYSYMS = 0x1008_1000;
/** Where a key has several names, the header begins with the oldest; these are the ones on today's keyboards. */
const PREFERRED = new Set(["Page_Up", "Page_Down", "KP_Page_Up", "KP_Page_Down"]);
/** Parts of what is typed: dead keys, the letters of Breton, braille. */
const isTyping = (keysym: number): boolean => (keysym >= 0xfe50 && keysym <= 0xfecf) || (keysym >= 0xfff1 && keysym <= 0xfffa);
/** The header leaves out what the keypad types: the low bits are ASCII, but for its space. */
const KEYPAD_SPACE = 0xff80;
const isKeypad = (keysym: number): boolean =>
  keysym === KEYPAD_SPACE || (keysym >= 0xffaa && keysym <= 0xffb9) || keysym === 0xffbd;
const isPrintable = (codePoint: number): boolean => codePoint >= 0x20 && (codePoint < 0x7f || codePoint >= 0xa0);

const characters = new Map<number, string>();
const names = new Map<number, string>();
const typingNames = new Map<number, string>();

function addName(keysym: number, name: string): void {
  const table = isTyping(keysym) ? typingNames : names;
  if (!table.has(keysym) || PREFERRED.has(name)) table.set(keysym, name);
}

const coreLine = /^#define XK_(\w+)\s+0x([0-9a-f]+)(?:\s*\/\*[ <(]*U\+([0-9A-F]+))?/;
for (const line of readFileSync(join(HEADERS, "keysymdef.h"), "utf8").split("\n")) {
  const [, name, hex, unicode] = coreLine.exec(line) ?? [];
  if (name === undefined || hex === undefined) continue;
  const keysym = Number.parseInt(hex, 16);
  const codePoint = unicode === undefined ? undefined : Number.parseInt(unicode, 16);
  if (keysym < 0x100 || (keysym >= UNICODE_KEYSYMS && keysym <= LAST_UNICODE_KEYSYM)) continue;
  if (codePoint !== undefined && isPrintable(codePoint)) characters.set(keysym, String.fromCodePoint(codePoint));
  else if (isKeypad(keysym)) characters.set(keysym, keysym === KEYPAD_SPACE ? " " : String.fromCodePoint(keysym & 0x7f));
  else if (keysym >= 0xfd00) addName(keysym, name);
}
const vendorLine = /^#define (XF86)XK_(\w+)\s+(_EVDEVK\()?0x([0-9a-f]+)/i;
for (const line of readFileSync(join(HEADERS, "XF86keysym.h"), "utf8").split("\n")) {
  const [, vendor, name, evdev, hex = ""] = vendorLine.exec(line) ?? [];
  if (name !== undefined) addName((evdev === undefined ? 0 : EVDEV_KEYSYMS) + Number.parseInt(hex, 16), `${vendor}${name}`);
}

/** Keysyms that follow each other share one entry: the first of them, and what they stand for. */
function runs(table: ReadonlyMap<number, string>, separator: string): string {
  const entries: { first: number; values: string[] }[] = [];
  for (const [keysym, value] of [...table].toSorted(([a], [b]) => a - b)) {
    const last = entries.at(-1);
    if (last && last.first + last.values.length === keysym) last.values.push(value);
    else entries.push({ first: keysym, values: [value] });
  }
  return entries.map(({ first, values }) => `  [0x${first.toString(16)}, ${JSON.stringify(values.join(separator))}],`).join("\n");
}

writeFileSync(
  OUTPUT,
  `// Made by scripts/make-keysym-table.ts from keysymdef.h and XF86keysym.h (xorgproto).

/** Keysyms that follow each other: the first, and what they stand for. */
type Runs = readonly (readonly [first: number, values: string])[];

/** What keys type, a character each. */
export const CHARACTERS: Runs = [
${runs(characters, "")}
];

/** Names of keys that type nothing, between spaces. */
export const NAMES: Runs = [
${runs(names, " ")}
];

/** Names of keys that are a part of what is typed, between spaces. */
export const TYPING_NAMES: Runs = [
${runs(typingNames, " ")}
];
`,
);
