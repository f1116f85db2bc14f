import { plainText } from "../../encoding/plain-text.ts";

/** Characters of a stranger's text that a sentence shows. */
const MAX_FOREIGN = 80;

/** Marks that could be read as the end of our quotation. */
const QUOTES = /[\p{Pi}\p{Pf}\u201a\u201e\u2033\u301d-\u301f\uff02\u02ba]/gu;

/**
 * A stranger's text, fit to stand inside a sentence of ours: in quotation marks that it cannot close, on one line, in
 * characters that are seen, and not longer than a line. Say beside it whose words it is.
 */
export function foreignText(text: string): string {
  const letters = Array.from(plainText(text, text.length));
  const shown = letters.length > MAX_FOREIGN ? `${letters.slice(0, MAX_FOREIGN).join("")}...` : letters.join("");
  return `"${shown.replace(/[\\"]/g, "\\$&").replace(QUOTES, "'")}"`;
}
