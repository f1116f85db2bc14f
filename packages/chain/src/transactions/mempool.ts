import { hashObject } from "@lucid/proof";
import type { ChainState } from "../state/chain-state.ts";
import { type CheckedTransaction, checkExpiry, type TransactionCheck } from "./check-transaction.ts";
import type { GeneralRefusal } from "./refusals.ts";
import type { SignedChainTransaction } from "./transaction-format.ts";

/** Transactions waiting for a block, of all senders (core-domain 1.9). */
const MAX_PENDING = 10_000;
/** Canonical bytes of everything that waits: full of the largest transactions it would otherwise take a gigabyte. */
const MAX_PENDING_BYTES = 67_108_864;
/** Waiting transactions of one foreign sender, so that one identity cannot fill the pool. */
const MAX_PER_SENDER = 256;

interface Pending extends CheckedTransaction {
  readonly arrival: number;
}

export interface Mempool {
  readonly size: number;
  get(id: string): CheckedTransaction | undefined;
  all(): readonly CheckedTransaction[];
  /** The stateless rules, answered from memory for what is pending. */
  check(signed: SignedChainTransaction): TransactionCheck;
  /** `own` transactions are bounded by the outbox, not here. `time` is in unix seconds. */
  add(transaction: CheckedTransaction, state: ChainState, time: number, own: boolean): GeneralRefusal | undefined;
  remove(id: string): void;
  /** Drops what a new head has included or outdated, and what has expired. */
  settle(state: ChainState, time: number): void;
  /** Per sender what could be included next, in order of sequence; who has waited longest comes first. */
  queues(state: ChainState): readonly (readonly CheckedTransaction[])[];
}

export function createMempool(checkStateless: (signed: unknown) => TransactionCheck): Mempool {
  const byId = new Map<string, Pending>();
  const bySender = new Map<string, Map<number, Pending>>();
  let arrivals = 0;
  let bytes = 0;

  function remove(id: string): void {
    const pending = byId.get(id);
    if (pending === undefined) return;
    const { sender, sequence } = pending.signed.transaction;
    byId.delete(id);
    bytes -= pending.size;
    const queue = bySender.get(sender);
    queue?.delete(sequence);
    if (queue?.size === 0) bySender.delete(sender);
  }

  function refusalOf(
    { id, signed, size }: CheckedTransaction,
    state: ChainState,
    time: number,
    own: boolean,
  ): GeneralRefusal | undefined {
    const { sender, sequence } = signed.transaction;
    const queue = bySender.get(sender);
    const next = state.nextSequence(sender);
    const expiry = checkExpiry(signed, time);
    if (expiry !== undefined) return expiry;
    if (sequence < next || (queue?.has(sequence) === true && queue.get(sequence)?.id !== id)) return "sequence_used";
    if (own) return undefined;
    if (sequence >= next + MAX_PER_SENDER) return "sequence_gap";
    if ((queue?.size ?? 0) >= MAX_PER_SENDER) return "sender_limit";
    return byId.size >= MAX_PENDING || bytes + size > MAX_PENDING_BYTES ? "mempool_full" : undefined;
  }

  return {
    get size() {
      return byId.size;
    },
    get: (id) => byId.get(id),
    all: () => [...byId.values()],
    check(signed) {
      const known = byId.get(hashObject(signed.transaction));
      if (known !== undefined && known.signed.signature === signed.signature) return { ok: true, transaction: known };
      return checkStateless(signed);
    },
    add(transaction, state, time, own) {
      const refused = refusalOf(transaction, state, time, own);
      if (refused !== undefined || byId.has(transaction.id)) return refused;
      const { sender, sequence } = transaction.signed.transaction;
      const pending = { ...transaction, arrival: (arrivals += 1) };
      byId.set(transaction.id, pending);
      bytes += pending.size;
      bySender.set(sender, (bySender.get(sender) ?? new Map<number, Pending>()).set(sequence, pending));
      return undefined;
    },
    remove,
    settle(state, time) {
      for (const [sender, queue] of bySender) {
        const next = state.nextSequence(sender);
        for (const [sequence, { id, signed }] of queue)
          if (sequence < next || checkExpiry(signed, time) === "expired") remove(id);
      }
    },
    queues(state) {
      const queues: Pending[][] = [];
      for (const [sender, bySequence] of bySender) {
        const queue: Pending[] = [];
        for (let next = state.nextSequence(sender); ; next += 1) {
          const pending = bySequence.get(next);
          if (pending === undefined) break;
          queue.push(pending);
        }
        if (queue.length > 0) queues.push(queue);
      }
      return queues.toSorted((left, right) => (left[0]?.arrival ?? 0) - (right[0]?.arrival ?? 0));
    },
  };
}
