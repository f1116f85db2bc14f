import type { BlockRef, v2 } from "@lucid/proof";

/** What fork choice and finality know of a block. The genesis is one with height 0 and position -1. */
export interface ForkBlock extends BlockRef {
  readonly parent: string;
  readonly slot: number;
  readonly position: number;
  readonly rank: number;
  readonly epoch: number;
  readonly timestamp: number;
  readonly txCount: number;
  /** Who may vote for it: the keys of the lists that it needs. */
  readonly voters: v2.Voters;
}

/** A block in the tree with what its votes have made of it. */
export interface ForkNode {
  readonly block: ForkBlock;
  parent: ForkNode | undefined;
  /** An ancestor further down: with `parent` it makes a way of O(log n) steps to any ancestor. */
  jump: ForkNode | undefined;
  readonly children: Set<ForkNode>;
  /** Weight of the latest votes at or below it. */
  weight: number;
  /** The child that the head is looked for in. */
  best: ForkNode | undefined;
  justified: boolean;
  /** Votes for it that were counted, by source and attester. */
  readonly votes: Set<string>;
  /** Voter indexes whose vote for it counts, each with a justified ancestor that it came from. */
  readonly supporters: Map<number, BlockRef>;
  /** Voter indexes whose vote for it has its parent as the source. */
  readonly followers: Set<number>;
  /** Votes from it that count once it is justified. */
  readonly awaiting: { readonly target: ForkNode; readonly voter: number }[];
}

/** Links a block under its parent; the jump pointers are those of a skew-binary list (Myers 1983). */
export function createForkNode(block: ForkBlock, parent?: ForkNode): ForkNode {
  const node: ForkNode = {
    ...{ block, parent, jump: parent && jumpFrom(parent), children: new Set(), weight: 0, best: undefined },
    ...{ justified: parent === undefined, votes: new Set(), supporters: new Map(), followers: new Set(), awaiting: [] },
  };
  parent?.children.add(node);
  return node;
}

const heightOf = (node: ForkNode): number => node.block.height;

function jumpFrom(parent: ForkNode): ForkNode {
  const near = parent.jump;
  const far = near?.jump;
  const isEven = near !== undefined && far !== undefined && heightOf(parent) - heightOf(near) === heightOf(near) - heightOf(far);
  return isEven ? far : parent;
}

/** The ancestor of a node, or the node itself, at a height. Undefined below the root and above the node. */
export function ancestorAt(node: ForkNode, height: number): ForkNode | undefined {
  let at: ForkNode | undefined = node;
  while (at !== undefined && heightOf(at) > height)
    at = at.jump !== undefined && heightOf(at.jump) >= height ? at.jump : at.parent;
  return at !== undefined && heightOf(at) === height ? at : undefined;
}

/** Whether `node` is `below` or one of its ancestors. */
export const isAncestor = (node: ForkNode, below: ForkNode): boolean => ancestorAt(below, heightOf(node)) === node;
