import { keysymOf } from "../../keysyms/keysym-of.ts";
import { KEYBOARDS } from "./keyboards.ts";

/** Key codes of the keys that type, as xrdp counts them: from the key below Esc by rows, with the one beside the left Shift, to Space. */
export const TYPING_KEYS: readonly number[] = [
  49,
  ...range(10, 21),
  ...range(24, 35),
  ...range(38, 48),
  ...[51, 94],
  ...range(52, 61),
  65,
];
const ALT_GR = 113;
/** The further key of a Brazilian keyboard, beside the right Shift. */
const FURTHER_KEY = 123;
const FURTHER: Readonly<Record<string, readonly string[]>> = { "00000416": ["/", "?", "°", "¿"] };
const ISO_LEVEL3_SHIFT = 0xfe03;

/** Sections of xrdp's file, and the level that each shows of a key that has a capital letter, and of any other. */
const SECTIONS: readonly (readonly [name: string, letters: number, others: number])[] = [
  ["noshift", 0, 0],
  ["shift", 1, 1],
  ["altgr", 2, 2],
  ["shiftaltgr", 3, 3],
  ["capslock", 1, 0],
  ["capslockaltgr", 3, 2],
  ["shiftcapslock", 0, 1],
  ["shiftcapslockaltgr", 2, 3],
];

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Lines `Key<code>=<keysym>:<character>` of a section that stands in xrdp's file, by their key code. */
function keysIn(text: string, section: string): Map<number, string> {
  const [, body = ""] = text.split(`[${section}]\n`);
  const [own = ""] = body.split("\n[");
  return new Map([...own.matchAll(/^Key(\d+)=(.*)$/gm)].map(([, code, value]) => [Number(code), value ?? ""]));
}

/**
 * xrdp's file of a keyboard of `KEYBOARDS`. `base` is the file of another one, from which the keys come that type nothing.
 * AltGr is the third level's key and no Alt, so that programs do not take what it types for a command.
 */
export function keyboardFile(id: string, base: string): string {
  const levels = (KEYBOARDS[id] ?? []).map((level) => level.split(" "));
  const typed = (index: number, level: number): string => levels[level]?.[index] ?? "none";
  const line = (code: number, token: string): string => {
    const { keysym, character } = keysymOf(token);
    return `Key${code}=${keysym}:${character}`;
  };
  const sections = SECTIONS.map(([name, letters, others]) => {
    const own = keysIn(base, name);
    const keys = own.size > 0 ? own : keysIn(base, "noshift");
    const lines = new Map([...keys].map(([code, value]) => [code, `Key${code}=${value}`]));
    lines.set(ALT_GR, `Key${ALT_GR}=${ISO_LEVEL3_SHIFT}:0`);
    for (const [index, code] of TYPING_KEYS.entries()) {
      const lower = others > 1 ? 2 : 0;
      const isLetter = isCapital(typed(index, lower), typed(index, lower + 1));
      lines.set(code, line(code, typed(index, isLetter ? letters : others)));
    }
    const further = FURTHER[id]?.[others];
    if (further !== undefined) lines.set(FURTHER_KEY, line(FURTHER_KEY, further));
    return [`[${name}]`, ...lines.values()].join("\n");
  });
  return `${sections.join("\n")}\n`;
}

/** Turkish has a capital of its own for i. */
const isCapital = (lower: string, upper: string): boolean =>
  lower !== upper && ["en", "tr"].some((language) => lower.toLocaleUpperCase(language) === upper);
