/** Control and format characters, line separators and lone surrogates: what could redraw a terminal or reverse a line. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of a stranger, fit to stand in a sentence of ours: unseen characters become U+FFFD, and it is cut to `most`. */
export function plainText(text: string, most = 500): string {
  const plain = text.replace(UNSEEN, "\ufffd");
  return plain.length > most ? `${plain.slice(0, most)}...` : plain;
}
