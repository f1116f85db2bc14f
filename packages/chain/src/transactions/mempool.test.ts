import { DOMAIN, type SignedTransaction, type Transaction } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { transactionKinds } from "../kinds/index.ts";
import type { CheckSignature } from "../signing/signature-checker.ts";
import type { ChainState } from "../state/chain-state.ts";
import { createTestKeys, emptyState, testAnchor } from "../testing/index.ts";
import { type CheckedTransaction, checkTransaction } from "./check-transaction.ts";
import { createMempool } from "./mempool.ts";
import { createChainFormat } from "./transaction-format.ts";

const networkId = "0".repeat(64);
const now = 1_000;
const alice = createTestKeys("alice");
const bob = createTestKeys("bob");

/** Signatures are another test's matter. */
const format = createChainFormat(transactionKinds);
const check = (signed: unknown) => checkTransaction(signed, { networkId, format, checkSignature: () => true });

function transaction(sequence: number, keys = alice, changes: Partial<Transaction> = {}): CheckedTransaction {
  const envelope = { version: 1, network: networkId, sender: keys.publicKey, sequence, expires_at: now + 100 } as const;
  const signed = {
    transaction: { ...envelope, type: "session_anchor", data: testAnchor(sequence), ...changes },
    signature: "0".repeat(128),
  } as SignedTransaction;
  const outcome = check(signed);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.transaction;
}

const stateWith = (next: Record<string, number> = {}): ChainState => ({
  ...emptyState,
  nextSequence: (sender) => next[sender] ?? 0,
});

describe("the mempool", () => {
  it("hands out each sender's transactions in order and without holes", () => {
    const mempool = createMempool(check);
    for (const sequence of [2, 0, 1, 4]) expect(mempool.add(transaction(sequence), stateWith(), now, false)).toBeUndefined();
    mempool.add(transaction(0, bob), stateWith(), now, false);
    const queues = mempool.queues(stateWith()).map((queue) => queue.map(({ signed }) => signed.transaction.sequence));
    expect(queues).toEqual([[0, 1, 2], [0]]);
  });

  it("refuses what is used, expired, far away or a second one for a sequence", () => {
    const mempool = createMempool(check);
    const state = stateWith({ [alice.publicKey]: 5 });
    expect(mempool.add(transaction(4), state, now, false)).toBe("sequence_used");
    expect(mempool.add(transaction(5), state, now + 101, false)).toBe("expired");
    expect(mempool.add(transaction(5, alice, { expires_at: now + 90_000 }), state, now, false)).toBe("expiry_too_far");
    expect(mempool.add(transaction(5 + 256), state, now, false)).toBe("sequence_gap");
    expect(mempool.add(transaction(5), state, now, false)).toBeUndefined();
    expect(mempool.add(transaction(5), state, now, false)).toBeUndefined();
    expect(mempool.add(transaction(5, alice, { expires_at: now + 50 }), state, now, false)).toBe("sequence_used");
    expect(mempool.size).toBe(1);
  });

  it("keeps one identity from filling it, and lets the node's own pass", () => {
    const mempool = createMempool(check);
    for (let sequence = 0; sequence < 256; sequence += 1)
      expect(mempool.add(transaction(sequence), stateWith(), now, false)).toBeUndefined();
    const later = stateWith({ [alice.publicKey]: 1 });
    expect(mempool.add(transaction(256), later, now, false)).toBe("sender_limit");
    expect(mempool.add(transaction(256), later, now, true)).toBeUndefined();
    expect(mempool.add(transaction(0, bob), later, now, false)).toBeUndefined();
  });

  it("is bounded in bytes, whoever sends them", () => {
    const mempool = createMempool(check);
    const outcomes = new Set<string | undefined>();
    for (let number = 0; number < 10; number += 1) {
      const large = { ...transaction(0, createTestKeys(`sender ${number}`)), size: 8_000_000 };
      outcomes.add(mempool.add(large, stateWith(), now, false));
    }
    expect(mempool.size).toBe(8);
    expect([...outcomes]).toEqual([undefined, "mempool_full"]);
    mempool.settle(stateWith(), now + 200);
    expect(mempool.add(transaction(0), stateWith(), now, false)).toBeUndefined();
  });

  it("forgets what was included, outdated or expired", () => {
    const mempool = createMempool(check);
    for (const sequence of [0, 1, 2]) mempool.add(transaction(sequence), stateWith(), now, false);
    mempool.add(transaction(3, alice, { expires_at: now + 1 }), stateWith(), now, false);
    mempool.settle(stateWith({ [alice.publicKey]: 2 }), now + 2);
    expect(mempool.all().map(({ signed }) => signed.transaction.sequence)).toEqual([2]);
  });

  it("does not check again what it holds, but does not trust another signature for it", () => {
    let checks = 0;
    const mempool = createMempool((signed) => {
      checks += 1;
      return check(signed);
    });
    const known = transaction(0);
    mempool.add(known, stateWith(), now, false);
    expect(mempool.check(known.signed)).toMatchObject({ ok: true, transaction: { id: known.id } });
    expect(checks).toBe(0);
    mempool.check({ ...known.signed, signature: "1".repeat(128) });
    expect(checks).toBe(1);
  });
});

describe("a transaction on its own", () => {
  it("is refused when its form, size, network or signature is wrong", () => {
    const { signed } = transaction(0);
    const reasonOf = (value: unknown, isSigned = true) => {
      const outcome = checkTransaction(value, { networkId, format, checkSignature: () => isSigned });
      return outcome.ok ? "valid" : outcome.reason;
    };
    expect(reasonOf(signed)).toBe("valid");
    expect(reasonOf({ ...signed, more: 1 })).toBe("malformed");
    expect(reasonOf({ ...signed, transaction: { ...signed.transaction, type: "payout" } })).toBe("malformed");
    expect(reasonOf({ ...signed, transaction: { ...signed.transaction, network: "1".repeat(64) } })).toBe("wrong_network");
    expect(reasonOf(signed, false)).toBe("bad_signature");
    expect(reasonOf(null)).toBe("malformed");
  });

  it("is judged by the verifier's own signature check, with the domain of transactions", () => {
    const { transaction: content } = transaction(0).signed;
    const seen: unknown[] = [];
    const checkSignature: CheckSignature = (...args) => seen.push(args) > 0;
    checkTransaction({ transaction: content, signature: "0".repeat(128) }, { networkId, format, checkSignature });
    expect(seen).toEqual([[DOMAIN.transaction, content, "0".repeat(128), alice.publicKey]]);
  });
});
