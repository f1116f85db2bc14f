import { ancestorAt, type ForkNode, isAncestor } from "./fork-node.ts";

/** The head, kept up to date by every block and vote (consensus 4.6). */
export interface ForkChoice {
  readonly head: ForkNode;
  /** The head if these blocks, and what is above them, were not there. Those that are justified are there all the same. */
  headWithout(left: readonly ForkNode[]): ForkNode;
  added(node: ForkNode): void;
  /** Takes a key's vote for a block; only the one with the highest target counts. */
  voted(attester: string, target: ForkNode): void;
  /** From now on the votes of this key do not count here: it signed two for one height. */
  ignore(attester: string): void;
  /** Blocks that weigh two fifths of the total more; none of them adds to what another already has. */
  boost(nodes: readonly ForkNode[]): void;
  /** The block from which the head is looked for. */
  startFrom(node: ForkNode): void;
  /** Forgets a node that was taken out of the tree. */
  removed(node: ForkNode): void;
}

/** Weights are compared in fifths, so that the boost of 2/5 is a whole number. */
const FIFTHS = 5;
const BOOST_FIFTHS = 2;

/**
 * Each node knows its heaviest child, so a vote costs the way between the key's last target and the new one, and a change
 * of the head the way to its new place: neither grows with the blocks since the last final one (consensus 4.7).
 */
export function createForkChoice(root: ForkNode): ForkChoice {
  let start = root;
  let head = root;
  /** Weights are those of the older list of the block from which the head is looked for. */
  let { voters } = root.block;
  let boosted: readonly ForkNode[] = [];
  const latest = new Map<string, ForkNode>();
  const ignored = new Set<string>();
  const forks = new Set<ForkNode>();

  function scoreOf(node: ForkNode): number {
    const extra = boosted.some((block) => isAncestor(node, block)) ? BOOST_FIFTHS * voters.total : 0;
    return FIFTHS * node.weight + extra;
  }

  /** The greater weight, then the lower rank, then the lower hash. */
  function isBetter(node: ForkNode, other: ForkNode): boolean {
    const difference = scoreOf(node) - scoreOf(other);
    if (difference !== 0) return difference > 0;
    const ranks = node.block.rank - other.block.rank;
    return ranks === 0 ? node.block.hash < other.block.hash : ranks < 0;
  }

  function descend(from: ForkNode): ForkNode {
    let node = from;
    while (node.best !== undefined) node = node.best;
    return node;
  }

  function bestOf(children: Iterable<ForkNode>): ForkNode | undefined {
    let best: ForkNode | undefined;
    for (const child of children) if (best === undefined || isBetter(child, best)) best = child;
    return best;
  }

  /** Below the lowest of these blocks that the head stands on the way is the same: only above it another is looked for. */
  function descendWithout(left: readonly ForkNode[]): ForkNode {
    const below = left.filter((node) => node.block.height > start.block.height && isAncestor(node, head));
    const [lowest] = below.toSorted((one, other) => one.block.height - other.block.height);
    if (lowest?.parent === undefined) return head;
    let node = lowest.parent;
    for (let next: ForkNode | undefined = node; next !== undefined; ) {
      node = next;
      next = bestOf([...node.children].filter((child) => !left.includes(child)));
    }
    return node;
  }

  /** Finds the heaviest child anew and, where the head hung on it, the head. */
  function choose(parent: ForkNode): void {
    const best = bestOf(parent.children);
    if (best === parent.best) return;
    parent.best = best;
    if (parent.block.height >= start.block.height && isAncestor(parent, head)) head = descend(parent);
  }

  /** Gives a weight to a block and those below it, as far as `until`, left out. */
  function weighDown(node: ForkNode | undefined, until: ForkNode | undefined, weight: number): void {
    for (let at = node; at !== undefined && at !== until; at = at.parent) {
      at.weight += weight;
      if (at.parent !== undefined && at.parent.children.size > 1) choose(at.parent);
    }
  }

  /** Takes the weights of another block's lists: membership has changed hands, which is rare. */
  function reweigh(node: ForkNode): void {
    const before = voters;
    voters = node.block.voters;
    if (voters === before) return;
    for (const [attester, target] of latest) {
      const difference = voters.weightOf(attester) - before.weightOf(attester);
      if (difference !== 0) weighDown(target, undefined, difference);
    }
    for (const fork of forks) choose(fork);
  }

  return {
    get head() {
      return head;
    },
    headWithout: (left) => descendWithout(left.filter(({ justified }) => !justified)),
    added(node) {
      const { parent } = node;
      if (parent === undefined) return;
      if (parent.children.size > 1) forks.add(parent);
      choose(parent);
    },
    voted(attester, target) {
      if (ignored.has(attester)) return;
      const last = latest.get(attester);
      if (last !== undefined && last.block.height >= target.block.height) return;
      latest.set(attester, target);
      const weight = voters.weightOf(attester);
      const meeting = last && meetingOf(last, target);
      weighDown(last, meeting, -weight);
      weighDown(target, meeting, weight);
    },
    ignore(attester) {
      ignored.add(attester);
      weighDown(latest.get(attester), undefined, -voters.weightOf(attester));
      latest.delete(attester);
    },
    boost(nodes) {
      boosted = nodes;
      for (const fork of forks) choose(fork);
    },
    startFrom(node) {
      start = node;
      reweigh(node);
      if (!isAncestor(node, head)) head = descend(node);
    },
    removed(node) {
      forks.delete(node);
      if (node.parent !== undefined && node.parent.children.size < 2) forks.delete(node.parent);
      boosted = boosted.filter((block) => block !== node);
      for (const [attester, target] of latest) if (target === node) latest.delete(attester);
    },
  };
}

/** Where the branches of two nodes of one tree meet. */
function meetingOf(left: ForkNode, right: ForkNode): ForkNode | undefined {
  const height = Math.min(left.block.height, right.block.height);
  let one = ancestorAt(left, height);
  let other = ancestorAt(right, height);
  while (one !== other) {
    one = one?.parent;
    other = other?.parent;
  }
  return one;
}
