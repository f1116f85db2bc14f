import { plainText } from "../../encoding/plain-text.ts";

/** Characters of a stranger's text that a sentence shows. */
const MAX_FOREIGN = 80;

/** Marks that could be read as the end of our quotation, strokes that a blank carries among them. */
const QUOTES =
  /(?<=\s)[\u030b\u030e\u030f]|[\p{Pi}\p{Pf}\u02ba\u02dd\u02ee\u02f5\u02f6\u05f4\u1cd3\u2e42\u201a\u201e\u2033\u2036\u2057\u275d\u275e\u2760\u3003\u301d-\u301f\uff02\u{1f676}-\u{1f678}]/gu;
/** Letters of scripts that are written from the right: beside them, figures of ours would change places. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A stranger's text, fit to stand inside a sentence of ours: in quotation marks that it cannot close, on one line, in
 * characters that are seen, and not longer than a line. Text from the right is set apart by isolates (Unicode UAX 9). Say
 * beside it whose words it is.
 */
export function foreignText(text: string): string {
  const letters = Array.from(plainText(text, text.length));
  const shown = letters.length > MAX_FOREIGN ? `${letters.slice(0, MAX_FOREIGN).join("")}...` : letters.join("");
  const quoted = `"${shown.replace(/[\\"]/g, "\\$&").replace(QUOTES, "'")}"`;
  return FROM_THE_RIGHT.test(quoted) ? `\u2068${quoted}\u2069` : quoted;
}
