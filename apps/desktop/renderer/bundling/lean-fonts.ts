import { basename } from "node:path";
import { type AtRule, parse } from "postcss";
import subsetFont from "subset-font";
import type { Plugin } from "vite";

/** What the page writes with: from `font-weight: 400` to the boldest of its styles. */
const WEIGHTS = { min: 400, max: 700 };

/** Families that are for codes: what stands there is shown letter by letter in one weight, so that none of its ligatures is wanted. */
const PLAIN_FAMILIES: readonly string[] = ["JetBrains Mono Variable"];

/**
 * A variable font brings every weight and every form of its letters. Of each file the build keeps the weights that the page
 * writes with, and the letters that its style sheet takes from it.
 */
export const leanFonts = (): Plugin => ({
  name: "lucid-lean-fonts",
  apply: "build",
  // The style sheet is put together at the end of a build.
  enforce: "post",
  async generateBundle(_options, bundle) {
    const assets = Object.values(bundle).flatMap((output) => (output.type === "asset" ? [output] : []));
    const faces = assets
      .filter(({ fileName }) => fileName.endsWith(".css"))
      .flatMap(({ source }) => fontFacesOf(source.toString()));
    for (const { file, letters, isPlain } of faces) {
      const asset = assets.find(({ fileName }) => basename(fileName) === file);
      if (!asset) return this.error(`The style sheet names a font that is not in the build: ${file}`);
      asset.source = await subsetFont(Buffer.from(asset.source), letters, {
        targetFormat: "woff2",
        variationAxes: { wght: isPlain ? WEIGHTS.min : WEIGHTS },
        noLayoutClosure: isPlain,
      });
    }
  },
});

interface FontFace {
  /** Name of its file in the build. */
  readonly file: string;
  readonly letters: string;
  readonly isPlain: boolean;
}

function fontFacesOf(css: string): FontFace[] {
  const faces: FontFace[] = [];
  parse(css).walkAtRules("font-face", (face) => {
    const file = /([\w.-]+\.woff2)/u.exec(valueOf(face, "src"))?.[1];
    const family = valueOf(face, "font-family").replaceAll(/["']/gu, "");
    if (file) faces.push({ file, letters: lettersOf(valueOf(face, "unicode-range")), isPlain: PLAIN_FAMILIES.includes(family) });
  });
  return faces;
}

function valueOf(face: AtRule, property: string): string {
  const values: string[] = [];
  face.walkDecls(property, ({ value }) => void values.push(value));
  return values.join(",");
}

/** The letters of a `unicode-range`: `U+131`, `U+152-153` and `U+4??`, divided by commas. */
export function lettersOf(range: string): string {
  return range
    .split(",")
    .map((part) => {
      const [from = "", to = from] = part.trim().replace(/^U\+/iu, "").split("-");
      const first = Number.parseInt(from.replaceAll("?", "0"), 16);
      const last = Number.parseInt(to.replaceAll("?", "f"), 16);
      return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join("");
    })
    .join("");
}
