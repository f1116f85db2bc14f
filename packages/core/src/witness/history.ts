import { merkle } from "@lucid/proof";
import type { FinalBlocks } from "../network/index.ts";

/** Blocks that are taken in at once: some hundredths of a second. */
const STEP = 2_000;

/** The final blocks of one network as a log. Some hundred bytes of memory a block: it is only there where somebody watches. */
export function createHistory(network: string) {
  const tree = merkle.createTree();
  return {
    network,
    /** Takes in more blocks. Whether it has all that are final. */
    follow({ height, hashAt }: FinalBlocks): boolean {
      const last = Math.min(height, tree.size + STEP);
      for (let next = tree.size + 1; next <= last; next += 1) {
        const hash = hashAt(next);
        if (hash === undefined) throw new Error(`The final block ${next} of the network is not there`);
        tree.append(Uint8Array.from(Buffer.from(hash, "hex")));
      }
      return tree.size >= height;
    },
    head: () => ({ size: tree.size, root: tree.root() }),
    /** Of the block at a height among the first blocks, in hex. */
    inclusion: (height: number, size: number): readonly string[] => tree.inclusionPath(height - 1, size),
    /** In base64. No path leads from nothing. */
    path: (from: number, to: number): readonly string[] =>
      from === 0 ? [] : tree.consistencyPath(from, to).map((hash) => Buffer.from(hash, "hex").toString("base64")),
  };
}
export type History = ReturnType<typeof createHistory>;
