/** The first character beyond 16 bits, all of which take four bytes as UTF-8; RDP has each as two halves of a pair (UTF-16). */
const FIRST_WIDE = 0x1_0000;

/**
 * Whether an xrdp that names itself so (first line of `xrdp --version`) has a clipboard service that leaves only the lower 16 bits of each
 * character of a text: of 🌍 (U+1F30D) a client got U+F30D. Later ones know pairs.
 */
export const cutsCharacters = (version: string): boolean => /^xrdp 0\.[0-9]\./.test(version);

/**
 * A text for such a service, as UTF-8: of each character beyond 16 bits the two halves, each as a character whose lower 16 bits it is.
 * What is no UTF-8 stays as it is.
 */
export function asHalves(text: Buffer): Buffer {
  if (!text.some((byte) => byte >= 0xf0)) return text;
  const said = text.toString("utf8");
  if (!Buffer.from(said, "utf8").equals(text)) return text;
  const characters = Array.from(said, (character) => {
    if (character.length === 1) return character;
    return String.fromCodePoint(FIRST_WIDE + character.charCodeAt(0), FIRST_WIDE + character.charCodeAt(1));
  });
  return Buffer.from(characters.join(""), "utf8");
}

/** The rest of a text in pieces whose last character is not whole: how many bytes of it are there. */
export function unfinishedBytes(piece: Buffer): number {
  const last = piece.subarray(-3);
  const begin = last.findLastIndex((byte) => byte >= 0xc0);
  const first = last[begin];
  if (first === undefined) return 0;
  const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  return last.length - begin < wanted ? last.length - begin : 0;
}
