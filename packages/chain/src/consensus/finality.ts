import { type AttestersOf, isSupermajority } from "./attesters.ts";
import type { BlockTree, TreeBlock } from "./block-tree.ts";
import type { Vote } from "./votes.ts";

export interface Finality {
  readonly justified: ReadonlySet<string>;
  /** The justified block of the greatest height: head and attestations start from it. */
  readonly lastJustified: TreeBlock;
  readonly final: TreeBlock;
}

/**
 * Casper FFG with every block a checkpoint (consensus.md 4). The tree's root is final and so justified. A
 * block is justified when votes from one justified ancestor carry more than 2/3; it is final when a child
 * is justified with it as the source. A link across epochs needs its share in both sets.
 */
export function findFinality(tree: BlockTree, votes: readonly Vote[], attestersOf: AttestersOf): Finality {
  const links = groupByTarget(votes);
  const justified = new Set([tree.root.hash]);
  let lastJustified = tree.root;
  let final = tree.root;
  for (const block of tree.blocks()) {
    for (const [sourceHash, attesters] of links.get(block.hash) ?? []) {
      const source = tree.get(sourceHash);
      if (source === undefined || !justified.has(sourceHash)) continue;
      if (tree.ancestorAt(block.hash, source.height) !== source || source === block) continue;
      if (!isSupermajority(attesters, attestersOf(block.epoch))) continue;
      if (source.epoch !== block.epoch && !isSupermajority(attesters, attestersOf(source.epoch))) continue;
      justified.add(block.hash);
      if (comesFirst(block, lastJustified)) lastJustified = block;
      if (source.hash === block.parent && source.height > final.height) final = source;
    }
  }
  return { justified, lastJustified, final };
}

/** Two justified blocks of one height take a third of the weight to sign twice; the lower hash is taken. */
const comesFirst = (block: TreeBlock, other: TreeBlock): boolean =>
  block.height > other.height || (block.height === other.height && block.hash < other.hash);

function groupByTarget(votes: readonly Vote[]): Map<string, Map<string, Set<string>>> {
  const targets = new Map<string, Map<string, Set<string>>>();
  for (const { attester, source, target } of votes) {
    const sources = targets.get(target.hash) ?? new Map<string, Set<string>>();
    const attesters = sources.get(source.hash) ?? new Set<string>();
    targets.set(target.hash, sources.set(source.hash, attesters.add(attester)));
  }
  return targets;
}
