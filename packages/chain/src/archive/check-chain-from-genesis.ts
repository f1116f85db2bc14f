import { setImmediate as nextTurn } from "node:timers/promises";
import { checkBlock } from "../blocks/check-block.ts";
import { createBlockRules } from "../blocks/create-block-rules.ts";
import type { Branch } from "../consensus/branch.ts";
import { genesisBlockOf, treeBlockOf } from "../engine/tree-blocks.ts";
import { parseGenesis } from "../genesis.ts";
import { transactionKinds } from "../kinds/index.ts";
import { checkStore } from "../store/check-store.ts";
import { createChainStore } from "../store/create-chain-store.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";
import { checkTransaction } from "../transactions/check-transaction.ts";

export interface ChainCheck {
  readonly networkId: string;
  /** Height of the last block; 0 where there is none. */
  readonly height: number;
  /** The first block that breaks a rule, and which one; undefined when each keeps them all. */
  readonly problem?: { readonly height: number; readonly reason: string };
}

/** Blocks that are checked before others get their turn, and the signal is looked at. */
export const TURN = 100;

/**
 * Goes through every canonical block of a `chain.db`, from the genesis document on, by all rules for blocks: hashes, signatures,
 * producers, times, votes, transactions and the state that they lead to. Nothing is built, signed or sent.
 * @throws where the database cannot be opened or is of another network, and what `signal` was aborted with.
 */
export async function checkChainFromGenesis(
  path: string,
  document: unknown,
  signal: AbortSignal,
  onProgress: (share: number) => void = () => undefined,
): Promise<ChainCheck> {
  const genesis = parseGenesis(document);
  const rules = createBlockRules(transactionKinds, genesis);
  const { networkId } = rules;
  const body = { rules, checkTransaction: (signed: unknown) => checkTransaction(signed, rules) };
  using db = openChainDatabase(path);
  const store = createChainStore(db, transactionKinds);
  checkStore(store, networkId);
  const genesisBlock = genesisBlockOf(genesis, networkId);
  let tip = genesisBlock;

  const branch = (): Branch => ({
    tip,
    state: store.stateAt(tip.height),
    blockAt: (height) => (height === 0 ? genesisBlock : height <= tip.height ? store.blocks.canonicalAt(height) : undefined),
    holdsVote: (attester, targetHeight) => store.attestations.isIncluded(attester, targetHeight, tip.height),
  });

  const { height = 0 } = store.blocks.head() ?? {};
  while (tip.height < height) {
    const row = store.blocks.canonicalAt(tip.height + 1);
    if (row === undefined) return { networkId, height, problem: { height: tip.height + 1, reason: "missing" } };
    const check = checkBlock(store.blocks.body(row), branch(), body, row.timestamp);
    const reason = check.ok ? (check.checked.hash === row.hash ? undefined : "wrong_hash") : check.reason;
    if (reason !== undefined) return { networkId, height, problem: { height: row.height, reason } };
    tip = treeBlockOf(row);
    onProgress(tip.height / height);
    if (tip.height % TURN === 0) await nextTurn();
    signal.throwIfAborted();
  }
  return { networkId, height };
}
