import { type ForkNode, isAncestor } from "./fork-node.ts";

/** What the votes known so far have justified and made final (consensus 4.3). */
export interface Finality {
  /** The justified block of the greatest height, of several the one with the lowest hash. */
  readonly justified: ForkNode;
  readonly final: ForkNode;
  /** Counts a vote of a voter of `target`: `source` is an ancestor of it, and none of them lies below the final block. */
  count(voter: number, source: ForkNode, target: ForkNode): void;
}

/**
 * Casper FFG with every block a checkpoint. A block is justified when votes from justified ancestors carry more than two
 * thirds, and final when it is justified and a child has as much with exactly it as the source. The work for a vote does not
 * depend on the number of blocks: votes whose source is not justified wait at that source.
 */
export function createFinality(root: ForkNode): Finality {
  let justified = root;
  let final = root;

  function isLater(node: ForkNode, other: ForkNode): boolean {
    const heights = node.block.height - other.block.height;
    return heights === 0 ? node.block.hash < other.block.hash : heights > 0;
  }

  /** A vote from a justified block. Returns whether it justified its target. */
  function support(voter: number, source: ForkNode, target: ForkNode): boolean {
    const { voters } = target.block;
    if (!target.supporters.has(voter)) target.supporters.set(voter, source.block);
    const isNew = !target.justified && voters.isSupermajority(target.supporters.keys());
    if (isNew) {
      target.justified = true;
      if (isLater(target, justified)) justified = target;
    }
    if (source === target.parent) {
      target.followers.add(voter);
      if (voters.isSupermajority(target.followers)) becomesFinal(source);
    }
    return isNew;
  }

  function becomesFinal(node: ForkNode): void {
    if (node.block.height <= final.block.height) return;
    final = node;
    if (!isAncestor(node, justified)) justified = latestJustifiedAbove(node);
  }

  /** A third of the weight signed offences: what was justified elsewhere no longer counts. */
  function latestJustifiedAbove(node: ForkNode): ForkNode {
    const above = [node];
    for (const at of above) above.push(...at.children);
    return above.filter((at) => at.justified).reduce((latest, at) => (isLater(at, latest) ? at : latest));
  }

  return {
    get justified() {
      return justified;
    },
    get final() {
      return final;
    },
    count(voter, source, target) {
      if (!source.justified) {
        source.awaiting.push({ target, voter });
        return;
      }
      if (!support(voter, source, target)) return;
      const fresh = [target];
      for (const node of fresh)
        for (const vote of node.awaiting.splice(0)) if (support(vote.voter, node, vote.target)) fresh.push(vote.target);
    },
  };
}
