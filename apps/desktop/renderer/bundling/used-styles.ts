import { type AtRule, parse } from "postcss";
import type { Plugin } from "vite";

/** How Mantine names the classes of its components, in its styles and in the code that uses them. */
const MANTINE_CLASS = /\bm_[0-9a-f]{6,}/g;

/**
 * Mantine's styles are those of all its components. Of them the build keeps what a component can have that is in the build:
 * a rule goes when each of its selectors names a class that no code of the build names.
 */
export const usedStyles = (): Plugin => ({
  name: "lucid-used-styles",
  apply: "build",
  // The build's one style sheet is put together at its end.
  enforce: "post",
  generateBundle(_options, bundle) {
    const outputs = Object.values(bundle);
    const used = new Set(outputs.flatMap((output) => (output.type === "chunk" ? (output.code.match(MANTINE_CLASS) ?? []) : [])));
    if (used.size === 0) this.error("No code names a class of Mantine's: its classes are not named as they were");
    for (const output of outputs) {
      if (output.type === "asset" && output.fileName.endsWith(".css")) output.source = keepUsed(output.source.toString(), used);
    }
  },
});

function keepUsed(css: string, used: ReadonlySet<string>): string {
  const root = parse(css);
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => (selector.match(MANTINE_CLASS) ?? []).every((name) => used.has(name)));
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  });
  const blocks: AtRule[] = [];
  root.walkAtRules((block) => void blocks.push(block));
  // The first mention of a layer gives it its place among the others: it stays, whatever is in it.
  for (const block of blocks.toReversed()) if (block.nodes?.length === 0 && block.name !== "layer") block.remove();
  return root.toString();
}
