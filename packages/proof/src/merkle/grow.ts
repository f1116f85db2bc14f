import { bytesToHex } from "@noble/hashes/utils.js";
import { hashBytes } from "../encoding/bytes.ts";
import { EMPTY_ROOT, leafHash, nodeHash } from "./hashing.ts";

/** A tree of which only its complete subtrees are known: their hashes, the largest first, as `MerkleTree.frontier` gives them. */
export interface Grown {
  readonly size: number;
  readonly frontier: readonly string[];
  /** Data of the leaves that follow. */
  readonly leaves: readonly Uint8Array[];
}

/** Root of a tree after more leaves; undefined where there is no tree with that frontier. */
export function rootAfter({ size, frontier, leaves }: Grown): string | undefined {
  const levels = levelsOf(size);
  const stack: { readonly level: number; readonly hash: Uint8Array }[] = [];
  for (const [at, level] of levels.entries()) {
    const hash = hashBytes(frontier[at] ?? "");
    if (hash === undefined) return undefined;
    stack.push({ level, hash });
  }
  if (frontier.length !== levels.length) return undefined;
  for (const leaf of leaves) {
    let grown = { level: 0, hash: leafHash(leaf) };
    for (let left = stack.at(-1); left?.level === grown.level; left = stack.at(-1)) {
      stack.pop();
      grown = { level: grown.level + 1, hash: nodeHash(left.hash, grown.hash) };
    }
    stack.push(grown);
  }
  const last = stack.pop();
  if (last === undefined) return EMPTY_ROOT;
  return bytesToHex(stack.reduceRight((hash, left) => nodeHash(left.hash, hash), last.hash));
}

/** Levels of the complete subtrees that a tree of this size is made of: the ones in its binary form, the largest first. */
export function levelsOf(size: number): readonly number[] {
  const digits = size.toString(2);
  return Array.from(digits).flatMap((digit, at) => (digit === "1" ? [digits.length - 1 - at] : []));
}
