/** Control and format characters, line separators and lone surrogates: what could redraw a terminal or turn a line around. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const UNSEEN_IN_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of a stranger (a file's name, a part's) for one line of a terminal: what is not seen is written out, as \u{1b}. */
export const terminalText = (text: string): string =>
  text.replace(UNSEEN, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);

/** The same for text that has lines of its own. */
export const terminalLines = (text: string): string => text.split("\n").map(terminalText).join("\n");

/** A value as JSON that is safe on a terminal too: what is not seen is escaped, so that a reader gets the same value. */
export const terminalJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(UNSEEN_IN_LINES, (letter) =>
    Array.from({ length: letter.length }, (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
