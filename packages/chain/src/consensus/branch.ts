import type { ApplyTransaction } from "../state/apply-transaction.ts";
import { type ChainState, createOverlay } from "../state/chain-state.ts";
import type { ChainStore } from "../store/create-chain-store.ts";
import type { SignedChainTransaction } from "../transactions/transaction-format.ts";
import type { BlockTree, TreeBlock } from "./block-tree.ts";

/** A chain of blocks from genesis to one tip, canonical or not. */
export interface Branch {
  readonly tip: TreeBlock;
  /** The state after the tip. */
  readonly state: ChainState;
  blockAt(height: number): { readonly height: number; readonly hash: string; readonly epoch: number } | undefined;
  /** Whether a block of the branch holds the attester's vote for this target height. */
  holdsVote(attester: string, targetHeight: number): boolean;
}

interface BranchDeps {
  readonly store: Pick<ChainStore, "blocks" | "stateAt" | "attestations">;
  readonly tree: BlockTree;
  readonly genesisBlock: TreeBlock;
  readonly apply: ApplyTransaction;
}

/**
 * Opens the branch of a block in the tree. What is canonical is read from the indexes; blocks beside the
 * canonical chain, which a fork has few of, are applied on top of the state they fork from.
 */
export function openBranch({ store, tree, genesisBlock, apply }: BranchDeps, tip: TreeBlock): Branch {
  const beside: TreeBlock[] = [];
  let base = tip;
  while (base.height > 0 && store.blocks.byHash(base.hash)?.canonical !== 1) {
    beside.unshift(base);
    const parent = tree.get(base.parent);
    if (parent === undefined) throw new Error(`chain: block ${base.hash} has no parent in the tree`);
    base = parent;
  }

  let state: ChainState | undefined;
  let votes: ReadonlySet<string> | undefined;

  return {
    tip,
    get state() {
      state ??= stateOf(base.height, beside);
      return state;
    },
    blockAt(height) {
      if (height === 0) return genesisBlock;
      if (height >= tree.root.height) return tree.ancestorAt(tip.hash, height);
      return store.blocks.canonicalAt(height);
    },
    holdsVote(attester, targetHeight) {
      votes ??= new Set(beside.flatMap(votesIn));
      return votes.has(`${attester}|${targetHeight}`) || store.attestations.isIncluded(attester, targetHeight, base.height);
    },
  };

  function stateOf(baseHeight: number, blocks: readonly TreeBlock[]): ChainState {
    const canonical = store.stateAt(baseHeight);
    if (blocks.length === 0) return canonical;
    const overlay = createOverlay(canonical);
    for (const block of blocks) {
      for (const signed of transactionsOf(block)) {
        const refused = apply(overlay, signed.transaction, block.height);
        if (refused !== undefined) throw new Error(`chain: stored block ${block.hash} does not apply: ${refused}`);
      }
    }
    return overlay;
  }

  function transactionsOf(block: TreeBlock): readonly SignedChainTransaction[] {
    const row = store.blocks.byHash(block.hash);
    return row === undefined ? [] : store.blocks.body(row).transactions;
  }

  function votesIn(block: TreeBlock): string[] {
    const row = store.blocks.byHash(block.hash);
    const attestations = row === undefined ? [] : store.blocks.body(row).attestations;
    return attestations.map(({ attestation }) => `${attestation.attester}|${attestation.target.height}`);
  }
}
