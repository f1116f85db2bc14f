import { isDeepStrictEqual } from "node:util";
import { canonicalJson, DOMAIN, hashObject } from "@lucid/proof";
import type { Logger } from "pino";
import type { TransactionContent } from "../kinds/transaction-kind.ts";
import type { ChainKeys } from "../ports.types.ts";
import type { ApplyTransaction } from "../state/apply-transaction.ts";
import { type ChainOverlay, type ChainState, createOverlay } from "../state/chain-state.ts";
import type { OutboxEntry, OutboxStore } from "../store/outbox-store.ts";
import { type CheckedTransaction, MAX_TRANSACTION_BYTES } from "./check-transaction.ts";
import type { ChainFormat } from "./transaction-format.ts";

export interface OutboxDeps {
  readonly store: OutboxStore;
  readonly keys: ChainKeys;
  readonly networkId: string;
  readonly format: Pick<ChainFormat, "transaction">;
  readonly apply: ApplyTransaction;
  readonly log: Logger;
  /** Where a transaction stands on the canonical chain. */
  readonly stageOf: (id: string) => "waiting" | "included" | "final";
}

export interface OutboxOptions {
  /** Life of a signed transaction, in seconds. */
  readonly lifetime: number;
}

/** Ids that no longer stand for anything, and the transactions that are to be in the mempool instead. */
export interface OutboxChange {
  readonly withdrawn: readonly string[];
  readonly pending: readonly CheckedTransaction[];
}

export interface Outbox {
  readonly size: number;
  /** The head's state with everything this node has sent on top. */
  readonly expected: ChainState;
  get(id: string): OutboxEntry | undefined;
  /** Signs and stores; the reason if the chain would not take it. What waits already is answered as it is. */
  send(type: string, data: TransactionContent, timeMs: number): CheckedTransaction | string;
  /**
   * Goes through the entries after the head moved or time passed: what expired unincluded, or whose
   * sequence was used up, is signed anew; what the chain can no longer take is given up, and what is
   * final has arrived.
   */
  rebase(head: ChainState, timeMs: number): OutboxChange;
}

export function createOutbox(
  { store, keys, networkId, format, apply, log, stageOf }: OutboxDeps,
  options: OutboxOptions,
  head: ChainState,
): Outbox {
  let entries = new Map(store.all().map((entry) => [entry.id, entry]));
  let expected: ChainOverlay = createOverlay(head);

  /** The block of what is applied here is not known yet. */
  const applyTo = (state: ChainOverlay, { signed }: CheckedTransaction) => apply(state, signed.transaction, undefined);

  function sign(type: string, data: TransactionContent, timeMs: number): CheckedTransaction | "malformed" | "too_large" {
    const parsed = format.transaction.safeParse({
      ...{ version: 1, network: networkId, type, data, sender: keys.publicKey },
      sequence: expected.nextSequence(keys.publicKey),
      expires_at: Math.floor(timeMs / 1000) + options.lifetime,
    });
    if (!parsed.success) return "malformed";
    const transaction = parsed.data;
    const signed = { transaction, signature: keys.sign(DOMAIN.transaction, transaction) };
    const size = Buffer.byteLength(canonicalJson(signed));
    return size > MAX_TRANSACTION_BYTES ? "too_large" : { id: hashObject(transaction), size, signed };
  }

  function checked({ id, signed }: OutboxEntry): CheckedTransaction {
    return { id, size: Buffer.byteLength(canonicalJson(signed)), signed };
  }

  /** Brings one waiting entry in line with the state built so far; undefined if there is no way left. */
  function renew(entry: OutboxEntry, timeMs: number): OutboxEntry | undefined {
    const { type, data, sequence, expires_at } = entry.signed.transaction;
    const stands = sequence === expected.nextSequence(keys.publicKey) && expires_at >= Math.floor(timeMs / 1000);
    const next = stands ? checked(entry) : sign(type, data, timeMs);
    const refused = typeof next === "string" ? next : applyTo(expected, next);
    if (typeof next === "string" || refused !== undefined) {
      store.drop(entry);
      log.warn({ id: entry.id, type, refused }, "chain: a waiting transaction can no longer be included and is given up");
      return undefined;
    }
    return stands ? entry : store.replace(entry, next.id, next.signed);
  }

  function rebase(state: ChainState, timeMs: number): OutboxChange {
    expected = createOverlay(state);
    const withdrawn: string[] = [];
    const pending: CheckedTransaction[] = [];
    const kept = new Map<string, OutboxEntry>();
    const next = state.nextSequence(keys.publicKey);
    for (const entry of entries.values()) {
      const isUsed = entry.signed.transaction.sequence < next;
      const stage = isUsed ? stageOf(entry.id) : "waiting";
      if (stage === "final") store.settle(entry.id);
      if (stage === "included") kept.set(entry.id, entry);
      if (stage !== "waiting") continue;
      const renewed = renew(entry, timeMs);
      if (renewed?.id !== entry.id) withdrawn.push(entry.id);
      if (renewed === undefined) continue;
      kept.set(renewed.id, renewed);
      pending.push(checked(renewed));
    }
    entries = kept;
    return { withdrawn, pending };
  }

  return {
    get size() {
      return entries.size;
    },
    get expected() {
      return expected;
    },
    get: (id) => entries.get(id),
    send(type, data, timeMs) {
      for (const entry of entries.values()) {
        const { transaction } = entry.signed;
        if (transaction.type === type && isDeepStrictEqual(transaction.data, data)) return checked(entry);
      }
      const next = sign(type, data, timeMs);
      if (typeof next === "string") return next;
      const attempt = createOverlay(expected);
      const refused = applyTo(attempt, next);
      if (refused !== undefined) return refused;
      entries.set(next.id, store.add(next.id, next.signed, timeMs));
      applyTo(expected, next);
      return next;
    },
    rebase: (state, timeMs) => store.atomically(() => rebase(state, timeMs)),
  };
}
