import { setImmediate as nextTurn } from "node:timers/promises";
import { utf8, type v2 } from "@lucid/proof";
import { createSignatureChecker } from "../../signing/signature-checker.ts";
import { prepareBlock } from "../blocks/prepare-block.ts";
import { type CreditDifference, compareCredits } from "../credits/compare-credits.ts";
import { type CreditAccount, createCreditRecount } from "../credits/recompute-credits.ts";
import type { NetworkChainCheck } from "./follow-network-chain.ts";
import { damaged, followStored, type Working } from "./network-chain-files.ts";
import { readNetworkChain, type StoredNetworkChain } from "./read-network-chain.ts";

/** What a chain gives by its blocks alone, beside what its state has counted. */
export interface NetworkCredits {
  readonly check: NetworkChainCheck;
  /** Nothing where the chain does not hold. */
  readonly accounts: readonly CreditAccount[];
  readonly differences: readonly CreditDifference[];
}

/** Blocks that are counted before the signal is looked at. */
const TURN = 64;

/**
 * Goes through a network's `chain.db`, whose node may run, and counts every credit of its canonical branch anew.
 * @throws when it cannot be read at all, and what the signal was aborted with.
 */
export async function recountNetworkCredits(path: string, network: v2.Network, working: Working): Promise<NetworkCredits> {
  try {
    using stored = readNetworkChain(path, network);
    return await recount(stored, network, working);
  } catch (error) {
    return { check: damaged(error, network), accounts: [], differences: [] };
  }
}

async function recount(stored: StoredNetworkChain, network: v2.Network, working: Working): Promise<NetworkCredits> {
  const { signal, onProgress } = working;
  const halfWay = { signal, onProgress: (share: number) => onProgress(share / 2) };
  const { check, canonicalHash } = await followStored(stored, network, halfWay);
  if (check.problem !== undefined) return { check, accounts: [], differences: [] };
  const checkSignature = createSignatureChecker();
  const counting = createCreditRecount(network, checkSignature);
  for (let height = 1; height <= check.height; height += 1) {
    const prepared = prepareBlock(utf8(stored.block(canonicalHash(height) ?? "") ?? ""), { network, checkSignature });
    if (!prepared.ok) throw new Error(`chain: block ${height} is not what was followed: ${prepared.reason}`);
    counting.add(prepared.value);
    onProgress((1 + height / check.height) / 2);
    if (height % TURN === 0) await nextTurn();
    signal.throwIfAborted();
  }
  const accounts = counting.accounts();
  return { check, accounts, differences: compareCredits(accounts, counting.counted()) };
}
