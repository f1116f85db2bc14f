import type { AttestersOf } from "./attesters.ts";
import type { BlockTree, TreeBlock } from "./block-tree.ts";
import { latestVotes, type Vote } from "./votes.ts";

/**
 * The head (consensus.md 4): from the last justified block walk to the child with the heaviest latest
 * attestations at or below it; ties by lower producer rank, then lower hash.
 */
export function chooseHead(
  tree: BlockTree,
  lastJustified: TreeBlock,
  votes: readonly Vote[],
  attestersOf: AttestersOf,
): TreeBlock {
  const weights = weightsOf(tree, lastJustified, votes, attestersOf);
  const weightOf = (block: TreeBlock): bigint => weights.get(block.hash) ?? 0n;

  function isBetter(block: TreeBlock, other: TreeBlock): boolean {
    const difference = weightOf(block) - weightOf(other);
    if (difference !== 0n) return difference > 0n;
    return block.rank === other.rank ? block.hash < other.hash : block.rank < other.rank;
  }

  let head = lastJustified;
  for (;;) {
    const best = tree
      .childrenOf(head.hash)
      .reduce<TreeBlock | undefined>(
        (chosen, child) => (chosen === undefined || isBetter(child, chosen) ? child : chosen),
        undefined,
      );
    if (best === undefined) return head;
    head = best;
  }
}

/** Weight of the latest votes at or below each block that descends from `start`. */
function weightsOf(
  tree: BlockTree,
  start: TreeBlock,
  votes: readonly Vote[],
  attestersOf: AttestersOf,
): ReadonlyMap<string, bigint> {
  const weights = new Map<string, bigint>();
  const known = votes.filter((vote) => tree.get(vote.target.hash) !== undefined);
  for (const [attester, { target }] of latestVotes(known)) {
    if (tree.ancestorAt(target.hash, start.height) !== start) continue;
    const weight = attestersOf(tree.get(target.hash)?.epoch ?? 0).get(attester) ?? 0n;
    for (const block of tree.pathFrom(start.hash, target.hash)) weights.set(block.hash, (weights.get(block.hash) ?? 0n) + weight);
  }
  return weights;
}
