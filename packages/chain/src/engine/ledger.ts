import type { Genesis, SignedAttestation } from "@lucid/proof";
import type { AttestersOf } from "../consensus/attesters.ts";
import { type BlockTree, createBlockTree, type TreeBlock } from "../consensus/block-tree.ts";
import { type Branch, openBranch } from "../consensus/branch.ts";
import { findFinality } from "../consensus/finality.ts";
import { chooseHead } from "../consensus/fork-choice.ts";
import { createVoteBook, type Vote, type VoteBook } from "../consensus/votes.ts";
import type { ApplyTransaction } from "../state/apply-transaction.ts";
import { signedAttestationOf } from "../store/attestation-store.ts";
import { type CheckedBlock, parseSigned } from "../store/block-store.ts";
import type { ChainStore } from "../store/create-chain-store.ts";
import { genesisBlockOf, treeBlockOf } from "./tree-blocks.ts";

/** What one block or vote changed: blocks that left and joined the canonical chain, and blocks now final. */
export interface LedgerUpdate {
  readonly abandoned: readonly TreeBlock[];
  readonly adopted: readonly TreeBlock[];
  readonly finalized: readonly TreeBlock[];
}

/** Blocks and votes of one network on one disk. Everything given to it has been checked. */
export interface Ledger {
  readonly tree: BlockTree;
  readonly head: TreeBlock;
  readonly justified: TreeBlock;
  readonly final: TreeBlock;
  branchOf(block: TreeBlock): Branch;
  /** Stores a block with its state and indexes in one transaction. */
  append(block: CheckedBlock): LedgerUpdate;
  /** Stores a vote; undefined if it was known. */
  vote(signed: SignedAttestation): LedgerUpdate | undefined;
}

export interface LedgerDeps {
  readonly store: ChainStore;
  readonly genesis: Genesis;
  readonly networkId: string;
  readonly apply: ApplyTransaction;
  readonly attestersOf: AttestersOf;
}

export function createLedger({ store, genesis, networkId, apply, attestersOf }: LedgerDeps): Ledger {
  const genesisBlock = genesisBlockOf(genesis, networkId);
  let tree: BlockTree;
  let votes: VoteBook;
  let head: TreeBlock;
  let justified: TreeBlock;

  /** Builds the memory from the disk: everything from the last final block up. */
  function load(): void {
    const finalHash = store.meta.get("final") ?? networkId;
    const root = finalHash === networkId ? genesisBlock : treeBlockOf(present(store.blocks.byHash(finalHash), finalHash));
    const top = store.blocks.head();
    tree = createBlockTree(root);
    for (const row of store.blocks.above(root.height)) tree.add(treeBlockOf(row));
    votes = createVoteBook();
    for (const row of store.attestations.above(root.height)) votes.add(signedAttestationOf(row, networkId).attestation);
    head = top === undefined ? genesisBlock : present(tree.get(top.hash), top.hash);
    justified = root;
  }

  function addVote(signed: SignedAttestation): boolean {
    return store.attestations.add(signed) && votes.add(signed.attestation satisfies Vote);
  }

  /** Finds finality and head anew and moves the canonical chain there. */
  function settle(): LedgerUpdate {
    const known = votes.all();
    const finality = findFinality(tree, known, attestersOf);
    const best = chooseHead(tree, finality.lastJustified, known, attestersOf);
    const fork = commonAncestor(head, best);
    const abandoned = tree.pathFrom(fork.hash, head.hash);
    const adopted = tree.pathFrom(fork.hash, best.hash);
    if (abandoned.length > 0) store.indexes.rewind(fork.height);
    for (const block of abandoned) store.blocks.setCanonical(block.hash, false);
    for (const block of adopted) {
      store.blocks.setCanonical(block.hash, true);
      const rows = store.blocks.transactionsOf(block.hash);
      store.indexes.add(
        block.height,
        rows.map(({ id, content }) => ({ id, signed: parseSigned(content) })),
      );
    }
    const finalized = tree.pathFrom(tree.root.hash, finality.final.hash);
    if (finalized.length > 0) store.meta.set("final", finality.final.hash);
    head = best;
    justified = finality.lastJustified;
    tree.prune(finality.final.hash);
    votes.prune(finality.final.height);
    return { abandoned, adopted, finalized };
  }

  function commonAncestor(left: TreeBlock, right: TreeBlock): TreeBlock {
    let block = tree.ancestorAt(right.hash, Math.min(left.height, right.height));
    let other = tree.ancestorAt(left.hash, Math.min(left.height, right.height));
    while (block !== undefined && other !== undefined && block !== other) {
      block = tree.get(block.parent);
      other = tree.get(other.parent);
    }
    return present(block, right.hash);
  }

  /** All or nothing, in memory as on the disk. */
  function atomically<Result>(work: () => Result): Result {
    try {
      return store.atomically(work);
    } catch (error) {
      load();
      throw error;
    }
  }

  load();
  atomically(settle);

  return {
    get tree() {
      return tree;
    },
    get head() {
      return head;
    },
    get justified() {
      return justified;
    },
    get final() {
      return tree.root;
    },
    branchOf: (block) => openBranch({ store, tree, genesisBlock, apply }, block),
    append: (checked) =>
      atomically(() => {
        store.blocks.insert(checked);
        tree.add(treeBlockOf({ hash: checked.hash, parent: checked.block.header.previous_hash, ...checked.block.header }));
        for (const signed of checked.block.attestations) addVote(signed);
        return settle();
      }),
    vote: (signed) => atomically(() => (addVote(signed) ? settle() : undefined)),
  };
}

function present<Value>(value: Value | undefined, hash: string): Value {
  if (value === undefined) throw new Error(`The chain database is damaged: block ${hash} is missing`);
  return value;
}
