import type { BlockRef } from "@lucid/proof";

/** What fork choice and finality need to know of a block. The genesis is one with height 0 and position -1. */
export interface TreeBlock extends BlockRef {
  readonly parent: string;
  readonly slot: number;
  readonly position: number;
  readonly rank: number;
  readonly epoch: number;
  readonly timestamp: number;
  readonly txCount: number;
}

/** The last final block and every known block above it. */
export interface BlockTree {
  readonly root: TreeBlock;
  readonly size: number;
  get(hash: string): TreeBlock | undefined;
  childrenOf(hash: string): readonly TreeBlock[];
  /** Adds a block whose parent is in the tree; says false for one that is known or has no parent here. */
  add(block: TreeBlock): boolean;
  /** The ancestor of `hash` (or that block itself) at a height, as far down as the root. */
  ancestorAt(hash: string, height: number): TreeBlock | undefined;
  /** Blocks above `ancestor` up to `hash`, in order of height. `ancestor` must be one of its ancestors. */
  pathFrom(ancestor: string, hash: string): readonly TreeBlock[];
  /** All blocks by ascending height. */
  blocks(): readonly TreeBlock[];
  /** Makes a block the root and drops whatever does not descend from it. */
  prune(root: string): void;
}

export function createBlockTree(initialRoot: TreeBlock): BlockTree {
  let root = initialRoot;
  const blocks = new Map<string, TreeBlock>([[root.hash, root]]);
  const children = new Map<string, TreeBlock[]>();

  function descendantsOf(top: TreeBlock): TreeBlock[] {
    const found = [top];
    for (const block of found) found.push(...(children.get(block.hash) ?? []));
    return found;
  }

  const tree: BlockTree = {
    get root() {
      return root;
    },
    get size() {
      return blocks.size;
    },
    get: (hash) => blocks.get(hash),
    childrenOf: (hash) => children.get(hash) ?? [],
    add(block) {
      const parent = blocks.get(block.parent);
      if (blocks.has(block.hash) || parent === undefined || block.height !== parent.height + 1) return false;
      blocks.set(block.hash, block);
      children.set(block.parent, [...tree.childrenOf(block.parent), block]);
      return true;
    },
    ancestorAt(hash, height) {
      let block = blocks.get(hash);
      while (block !== undefined && block.height > height) block = blocks.get(block.parent);
      return block?.height === height ? block : undefined;
    },
    pathFrom(ancestor, hash) {
      const path: TreeBlock[] = [];
      for (let block = blocks.get(hash); block !== undefined && block.hash !== ancestor; block = blocks.get(block.parent))
        path.push(block);
      return path.toReversed();
    },
    blocks: () => descendantsOf(root),
    prune(hash) {
      const next = blocks.get(hash);
      if (next === undefined || next === root) return;
      const kept = descendantsOf(next);
      const keptChildren = kept.map((block) => [block.hash, children.get(block.hash)] as const);
      blocks.clear();
      children.clear();
      for (const block of kept) blocks.set(block.hash, block);
      for (const [parent, list] of keptChildren) if (list !== undefined) children.set(parent, list);
      root = next;
    },
  };
  return tree;
}
