import { canonicalJson, type Header, type SignedAttestation } from "@lucid/proof";
import type { Branch } from "../consensus/branch.ts";
import { epochOf, type Position } from "../schedule/slots.ts";
import { createOverlay } from "../state/chain-state.ts";
import { stateRoot } from "../state/state-root.ts";
import { type CheckedTransaction, checkExpiry } from "../transactions/check-transaction.ts";
import type { SignedChainTransaction } from "../transactions/transaction-format.ts";
import { type BlockRules, maxAttestations } from "./block-rules.ts";
import { rootOf } from "./check-block.ts";

/** Room kept for the header, the signature and the names of a block's fields: they take about 1,000 bytes. */
const ENVELOPE_BYTES = 2_048;

export interface BlockPlan {
  readonly branch: Branch;
  readonly at: Position;
  readonly rank: number;
  readonly producer: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** Pending transactions by sender, each list in order of sequence. */
  readonly queues: readonly (readonly CheckedTransaction[])[];
  /** Votes the branch does not hold yet, most wanted first. */
  readonly attestations: readonly SignedAttestation[];
}

export interface UnsignedBlock {
  readonly header: Header;
  readonly transactions: readonly SignedChainTransaction[];
  readonly attestations: readonly SignedAttestation[];
}

/** Fills a block: votes first, then transactions, one of each sender at a time, so that no sender crowds out another. */
export function buildBlock(
  { branch, at, rank, producer, timestamp, queues, ...plan }: BlockPlan,
  rules: BlockRules,
): UnsignedBlock {
  const { genesis, networkId, apply } = rules;
  const { parameters } = genesis;
  const height = branch.tip.height + 1;
  let room = parameters.max_block_bytes - ENVELOPE_BYTES;

  const attestations: SignedAttestation[] = [];
  for (const signed of plan.attestations.slice(0, maxAttestations(genesis))) {
    const size = Buffer.byteLength(canonicalJson(signed)) + 1;
    if (size > room) break;
    attestations.push(signed);
    room -= size;
  }

  const state = createOverlay(branch.state);
  const transactions: SignedChainTransaction[] = [];
  function take({ size, signed }: CheckedTransaction): boolean {
    if (transactions.length >= parameters.max_transactions || size + 1 > room) return false;
    if (checkExpiry(signed, timestamp) !== undefined) return false;
    if (apply(state, signed.transaction, height) !== undefined) return false;
    transactions.push(signed);
    room -= size + 1;
    return true;
  }
  let waiting = queues.map((queue) => queue.values());
  while (waiting.length > 0) {
    waiting = waiting.filter((queue) => {
      const next = queue.next();
      return next.done !== true && take(next.value);
    });
  }

  const header: Header = {
    version: 1,
    network: networkId,
    height,
    slot: at.slot,
    position: at.position,
    rank,
    epoch: epochOf(genesis, at.slot),
    producer,
    timestamp,
    previous_hash: branch.tip.hash,
    tx_root: rootOf(transactions),
    attestation_root: rootOf(attestations),
    state_root: stateRoot(state.anchors),
    tx_count: transactions.length,
  };
  return { header, transactions, attestations };
}
