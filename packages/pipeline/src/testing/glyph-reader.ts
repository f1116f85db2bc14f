/** Reads a terminal of a bitmap font from a grey picture, by the glyphs that the display itself drew. */

export interface Grid {
  /** Place of the first cell, and size of each, pixels. */
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Pixels of a row of the picture. */
  readonly stride: number;
}

/** Pixels of a cell, without its mean and of length 1: contrast and colour do not count, nor which of the two is brighter. */
type Shape = Float64Array;

function shapeOf(picture: Buffer, grid: Grid, row: number, column: number): Shape {
  const { left, top, cellWidth, cellHeight, stride } = grid;
  const shape = new Float64Array(cellWidth * cellHeight);
  for (let y = 0; y < cellHeight; y += 1)
    for (let x = 0; x < cellWidth; x += 1)
      shape[y * cellWidth + x] = picture[(top + row * cellHeight + y) * stride + left + column * cellWidth + x] ?? 0;
  const mean = shape.reduce((sum, value) => sum + value, 0) / shape.length;
  const length = Math.hypot(...shape.map((value) => value - mean));
  return shape.map((value) => (length === 0 ? 0 : (value - mean) / length));
}

/** What each character looks like, from a picture whose text is known. */
export function learnGlyphs(picture: Buffer, grid: Grid, lines: readonly string[]): ReadonlyMap<string, Shape> {
  const glyphs = new Map<string, Shape>();
  for (const [row, line] of lines.entries())
    for (const [column, character] of Array.from(line).entries())
      if (!glyphs.has(character)) glyphs.set(character, shapeOf(picture, grid, row, column));
  return glyphs;
}

/** The text in a picture, cell by cell, each the character whose glyph is nearest. */
export function readText(
  picture: Buffer,
  grid: Grid,
  glyphs: ReadonlyMap<string, Shape>,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): string[] {
  const nearest = (shape: Shape): string => {
    let best = { character: "", likeness: Number.NEGATIVE_INFINITY };
    for (const [character, glyph] of glyphs) {
      let sum = 0;
      for (let at = 0; at < glyph.length; at += 1) sum += (glyph[at] ?? 0) * (shape[at] ?? 0);
      const likeness = Math.abs(sum);
      if (likeness > best.likeness) best = { character, likeness };
    }
    return best.character;
  };
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => nearest(shapeOf(picture, grid, row, column))).join(""),
  );
}
