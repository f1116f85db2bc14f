import type { BlockRef } from "@lucid/proof";
import { createFinality } from "./finality.ts";
import { createForkChoice } from "./fork-choice.ts";
import { ancestorAt, createForkNode, type ForkBlock, type ForkNode } from "./fork-node.ts";

/** A checked attestation without its signature. */
export interface Vote {
  readonly attester: string;
  readonly source: BlockRef;
  readonly target: BlockRef;
}

/** `wrong_source`: not an ancestor of the target. `below_final`: too late to count. */
export type VoteOutcome = "counted" | "known" | "unknown_target" | "wrong_source" | "below_final" | "no_voter";

/** Why the final block is: who voted for it, from where, and who voted from it to its child. */
export interface FinalReason {
  readonly voters: ReadonlyMap<number, BlockRef>;
  readonly child: ForkBlock;
  readonly followers: ReadonlySet<number>;
}

/** The last final block and every known block above it, with head, justified and final by all votes given to it. */
export interface ForkTree {
  readonly final: ForkBlock;
  readonly justified: ForkBlock;
  readonly head: ForkBlock;
  /** The head without these blocks, unless they are justified, and without what is above them (consensus 4.6). */
  headWithout(hashes: readonly string[]): ForkBlock;
  readonly size: number;
  /** Undefined for the block that the tree began with. */
  readonly reason: FinalReason | undefined;
  get(hash: string): ForkBlock | undefined;
  /** Adds a block above its parent; false for one that is known or whose parent is not here. */
  add(block: ForkBlock): boolean;
  vote(vote: Vote): VoteOutcome;
  /** Whether a vote that was counted helps to justify its target. */
  isSupport(vote: Vote): boolean;
  /** Counts a vote from below the block that the tree began with, which another tree counted in its time: with or without support. */
  carry(vote: Vote, isSupport: boolean): VoteOutcome;
  /** The votes of this key no longer count for the head: it signed two for one height. */
  ignore(attester: string): void;
  /** Gives these blocks, as far as they are here, the weight of a block that came in time; none ends it. */
  boost(hashes: readonly string[]): void;
  /** The ancestor of a block, or itself, at a height from the final one on. */
  ancestorAt(hash: string, height: number): ForkBlock | undefined;
}

export function createForkTree(root: ForkBlock): ForkTree {
  const rootNode = createForkNode(root);
  const nodes = new Map([[root.hash, rootNode]]);
  const choice = createForkChoice(rootNode);
  const finality = createFinality(rootNode);
  let base = rootNode;

  /** Takes out whatever does not descend from the new final block; what is left no longer reaches what was below it. */
  function prune(final: ForkNode): void {
    for (let kept = final; kept !== base && kept.parent !== undefined; kept = kept.parent)
      for (const sibling of kept.parent.children) if (sibling !== kept) remove(sibling);
    for (let below = final.parent; below !== undefined; ) {
      const { parent } = below;
      forget(below);
      below = parent;
    }
    final.parent = undefined;
    final.jump = undefined;
    base = final;
  }

  function remove(top: ForkNode): void {
    const all = [top];
    for (const node of all) all.push(...node.children);
    for (const node of all.toReversed()) forget(node);
  }

  function forget(node: ForkNode): void {
    nodes.delete(node.block.hash);
    node.parent?.children.delete(node);
    choice.removed(node);
    node.parent = undefined;
    node.jump = undefined;
  }

  const known = (hashes: readonly string[]): ForkNode[] => hashes.flatMap((hash) => nodes.get(hash) ?? []);

  function settle(): void {
    if (finality.final !== base) prune(finality.final);
    choice.startFrom(finality.justified);
  }

  return {
    get final() {
      return base.block;
    },
    get justified() {
      return finality.justified.block;
    },
    get head() {
      return choice.head.block;
    },
    get size() {
      return nodes.size;
    },
    get reason() {
      const child = base.children.values().find(({ block, followers }) => block.voters.isSupermajority(followers));
      return child && { voters: base.supporters, child: child.block, followers: child.followers };
    },
    get: (hash) => nodes.get(hash)?.block,
    add(block) {
      const parent = nodes.get(block.parent);
      if (nodes.has(block.hash) || parent === undefined || block.height !== parent.block.height + 1) return false;
      const node = createForkNode(block, parent);
      nodes.set(block.hash, node);
      choice.added(node);
      return true;
    },
    vote({ attester, source, target }) {
      if (source.height < base.block.height) return "below_final";
      const targetNode = nodes.get(target.hash);
      if (targetNode === undefined) return "unknown_target";
      const voter = targetNode.block.voters.indexOf(attester);
      if (voter === undefined) return "no_voter";
      const sourceNode = ancestorAt(targetNode, source.height);
      if (sourceNode?.block.hash !== source.hash || sourceNode === targetNode) return "wrong_source";
      const name = `${source.hash}|${attester}`;
      if (targetNode.votes.has(name)) return "known";
      targetNode.votes.add(name);
      choice.voted(attester, targetNode);
      finality.count(voter, sourceNode, targetNode);
      settle();
      return "counted";
    },
    isSupport: ({ attester, source, target }) => {
      const node = nodes.get(target.hash);
      return node?.supporters.get(node.block.voters.indexOf(attester) ?? -1)?.hash === source.hash;
    },
    carry({ attester, source, target }, isSupport) {
      const node = nodes.get(target.hash);
      if (node === undefined || source.height >= base.block.height) return "unknown_target";
      const voter = node.block.voters.indexOf(attester);
      if (voter === undefined) return "no_voter";
      node.votes.add(`${source.hash}|${attester}`);
      choice.voted(attester, node);
      if (isSupport) finality.count(voter, createForkNode({ ...base.block, ...source }), node);
      settle();
      return "counted";
    },
    ignore: (attester) => choice.ignore(attester),
    headWithout: (hashes) => choice.headWithout(known(hashes)).block,
    boost: (hashes) => choice.boost(known(hashes)),
    ancestorAt(hash, height) {
      const node = nodes.get(hash);
      return node === undefined || height < base.block.height ? undefined : ancestorAt(node, height)?.block;
    },
  };
}
