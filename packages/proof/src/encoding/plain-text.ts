/**
 * Control and format characters, line separators and lone surrogates: what could redraw a terminal or reverse a line. And
 * letters that nobody sees; the two that choose between text and emoji are seen.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;
/** Marks on a letter that has three of them already: they are drawn over the lines around it. */
const PILED = /(?<=\p{M}{3})\p{M}+/gu;

/** Text of a stranger, fit to stand in a sentence of ours: unseen characters become U+FFFD, and it is cut to `most`. */
export function plainText(text: string, most = 500): string {
  const plain = text.replace(UNSEEN, "\ufffd").replace(PILED, "");
  return plain.length > most ? `${plain.slice(0, most)}...` : plain;
}
