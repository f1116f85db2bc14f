/** Bytes of one entry: the size in a tar header ends at 8 GiB. */
export const PIECE_BYTES = 4 * 1_024 ** 3;

/** How the second piece of a long file is called, and the ones after it; `cat` puts them together. */
export const pieceName = (name: string, piece: number): string =>
  piece === 0 ? name : `${name}.piece-${String(piece).padStart(3, "0")}`;
/** The file that a piece belongs to. */
export const fileOfPiece = (entry: string): string => entry.replace(/\.piece-\d{3}$/, "");
