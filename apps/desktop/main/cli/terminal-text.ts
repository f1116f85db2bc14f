/** Control and format characters, line separators and lone surrogates: what could redraw a terminal or turn a line around. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const UNSEEN_IN_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of a stranger (a file's name, a part's) for one line of a terminal: what is not seen is written out, as \u{1b}. */
export const terminalText = (text: string): string => text.replace(UNSEEN, writtenOut);

const writtenOut = (letter: string): string => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`;

/** Blanks that follow a blank, at an end, or are none that a keyboard has: enough of them push what follows to the next row. */
const PUSHING = /(?<=\s)\s|^\s|\s$|(?! )\p{Zs}|[\u115f\u1160\u2800\u3164\uffa0]/gu;
/** Marks on a letter that has three of them already: they are drawn over the rows above and below. */
const PILED = /(?<=\p{M}{3})\p{M}/gu;

/** The name of a file: nothing in it makes a row of its own, or is drawn over another one. */
export const terminalName = (name: string): string => terminalText(name).replace(PUSHING, writtenOut).replace(PILED, writtenOut);

/**
 * A line of the verifier, in which foreign text may be set apart from the direction of ours (U+2068 to U+2069, see `foreignText`,
 * which lets no other such mark into it).
 */
export const terminalSentence = (line: string): string =>
  line
    .split(/(\u2068"[^\u2068\u2069]*"\u2069)/u)
    .map((part, at) => (at % 2 === 1 ? `\u2068${terminalText(part.slice(1, -1))}\u2069` : terminalText(part)))
    .join("");

/** The same for text that has lines of its own. */
export const terminalLines = (text: string): string => text.split("\n").map(terminalText).join("\n");

/** A value as JSON that is safe on a terminal too: what is not seen is escaped, so that a reader gets the same value. */
export const terminalJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(UNSEEN_IN_LINES, (letter) =>
    Array.from({ length: letter.length }, (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
