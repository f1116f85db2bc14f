import type { ForkBlock } from "../consensus/fork-node.ts";
import type { Vote } from "../consensus/fork-tree.ts";

/** The rules of consensus 4.3 and 4.6 as they are written, computed from the beginning after every block and vote. */
export interface NaiveTree {
  readonly head: ForkBlock;
  readonly justified: ForkBlock;
  readonly final: ForkBlock;
  /** The head without these blocks, unless they are justified, and what is above them. */
  headWithout(hashes: readonly string[]): ForkBlock;
  add(block: ForkBlock): void;
  vote(vote: Vote): void;
}

export function createNaiveTree(root: ForkBlock): NaiveTree {
  const blocks = [root];
  const votes: Vote[] = [];
  let final = root;
  let justifiedEver = new Set([root.hash]);

  const find = (hash: string): ForkBlock | undefined => blocks.find((block) => block.hash === hash);
  const parentOf = (block: ForkBlock): ForkBlock | undefined => find(block.parent);
  function isBelow(block: ForkBlock, other: ForkBlock): boolean {
    for (let at: ForkBlock | undefined = other; at !== undefined; at = parentOf(at)) if (at === block) return true;
    return false;
  }
  const alive = (): ForkBlock[] => blocks.filter((block) => isBelow(final, block));
  const isMore = ({ voters }: ForkBlock, some: readonly Vote[]): boolean =>
    voters.isSupermajority(some.map(({ attester }) => voters.indexOf(attester) ?? -1));

  function settle(): void {
    const justified = new Set(justifiedEver);
    let nextFinal = final;
    for (let isNew = true; isNew; ) {
      isNew = false;
      for (const block of alive()) {
        const counted = votes.filter(({ source, target }) => target.hash === block.hash && justified.has(source.hash));
        if (!justified.has(block.hash) && isMore(block, counted)) {
          justified.add(block.hash);
          isNew = true;
        }
        const parent = parentOf(block);
        if (parent === undefined || !justified.has(parent.hash) || parent.height <= nextFinal.height) continue;
        if (
          isMore(
            block,
            counted.filter(({ source }) => source.hash === parent.hash),
          )
        )
          nextFinal = parent;
      }
    }
    justifiedEver = justified;
    final = nextFinal;
  }

  function justifiedBlock(): ForkBlock {
    return alive()
      .filter(({ hash }) => justifiedEver.has(hash))
      .reduce((one, other) =>
        other.height > one.height || (other.height === one.height && other.hash < one.hash) ? other : one,
      );
  }

  function weightOf(block: ForkBlock): number {
    const latest = new Map<string, Vote>();
    for (const vote of votes) {
      const known = latest.get(vote.attester);
      if (known === undefined || vote.target.height > known.target.height) latest.set(vote.attester, vote);
    }
    const { voters } = justifiedBlock();
    let weight = 0;
    for (const { attester, target } of latest.values()) {
      const at = find(target.hash);
      if (at !== undefined && isBelow(block, at)) weight += voters.weightOf(attester);
    }
    return weight;
  }

  function headWithout(hashes: readonly string[]): ForkBlock {
    const isLeft = ({ hash }: ForkBlock): boolean => hashes.includes(hash) && !justifiedEver.has(hash);
    let head = justifiedBlock();
    for (;;) {
      const children = blocks.filter((block) => block.parent === head.hash && !isLeft(block));
      const [best] = children.toSorted(
        (one, other) => weightOf(other) - weightOf(one) || one.rank - other.rank || (one.hash < other.hash ? -1 : 1),
      );
      if (best === undefined) return head;
      head = best;
    }
  }

  return {
    get final() {
      return final;
    },
    get justified() {
      return justifiedBlock();
    },
    get head() {
      return headWithout([]);
    },
    headWithout,
    add(block) {
      const parent = find(block.parent);
      if (parent !== undefined && isBelow(final, parent)) blocks.push(block);
    },
    vote(vote) {
      const [source, target] = [find(vote.source.hash), find(vote.target.hash)];
      if (source === undefined || target === undefined || source.height < final.height) return;
      if (target.voters.indexOf(vote.attester) === undefined) return;
      if (!isBelow(final, target) || !isBelow(source, target) || source === target) return;
      votes.push(vote);
      settle();
    },
  };
}
