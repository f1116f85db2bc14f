import { DOMAIN, type SignedAttestation, type Transaction } from "@lucid/proof";
import { beforeEach, describe, expect, it } from "vitest";
import { buildBlock } from "../blocks/build-block.ts";
import { checkBlock } from "../blocks/check-block.ts";
import { createBlockRules } from "../blocks/create-block-rules.ts";
import type { TreeBlock } from "../consensus/block-tree.ts";
import { mainParameters, parseGenesis } from "../genesis.ts";
import { transactionKinds } from "../kinds/index.ts";
import { sessionRegister } from "../kinds/session-register.ts";
import type { ChainKeys } from "../ports.types.ts";
import { type ChainStore, createChainStore } from "../store/create-chain-store.ts";
import { createTestDisk, createTestKeys, testAnchor } from "../testing/index.ts";
import { type CheckedTransaction, checkTransaction } from "../transactions/check-transaction.ts";
import type { ChainBlock } from "../transactions/transaction-format.ts";
import { createLedger, type Ledger } from "./ledger.ts";

const producers = ["leader", "second", "third"].map(createTestKeys);
const [leader, second, third] = producers as [ChainKeys, ChainKeys, ChainKeys];
const start = 1_700_000_000;
const genesis = parseGenesis({
  ...{ format: "lucid-genesis", version: 1, network: "ledger", genesis_time: start, parameters: mainParameters },
  producers: producers.map(({ publicKey }) => ({ entity: publicKey, public_key: publicKey, weight: 1 })),
});
const rules = createBlockRules(transactionKinds, genesis);
const { networkId } = rules;
const check = (signed: unknown) => checkTransaction(signed, rules);

let store: ChainStore;
let ledger: Ledger;
beforeEach(() => {
  store = createChainStore(createTestDisk().db, transactionKinds);
  ledger = createLedger({ store, ...rules });
});

function anchorTransaction(number: number): CheckedTransaction {
  const envelope = { version: 1, network: networkId, sender: leader.publicKey, sequence: 0, expires_at: start + 600 } as const;
  const transaction: Transaction = { ...envelope, type: "session_anchor", data: testAnchor(number) };
  const outcome = check({ transaction, signature: leader.sign(DOMAIN.transaction, transaction) });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.transaction;
}

interface Draft {
  readonly position: number;
  readonly rank?: number;
  readonly transactions?: readonly CheckedTransaction[];
  readonly attestations?: readonly SignedAttestation[];
}

/** Builds on a block, with the producer of that rank, and appends. Says where the new block is in the tree. */
function extend(parent: TreeBlock, { position, rank = 0, transactions = [], attestations = [] }: Draft): TreeBlock {
  const keys = producers[rank] ?? leader;
  const timestamp = start + position * 10 + rank * 5 + 1;
  const branch = ledger.branchOf(parent);
  const plan = {
    branch,
    at: { slot: 0, position },
    rank,
    producer: keys.publicKey,
    timestamp,
    queues: [transactions],
    attestations,
  };
  const { header, ...body } = buildBlock(plan, rules);
  const block: ChainBlock = {
    ...{ header, signature: keys.sign(DOMAIN.block, header) },
    ...{ transactions: [...body.transactions], attestations: [...body.attestations] },
  };
  const outcome = checkBlock(block, branch, { rules, checkTransaction: check }, timestamp);
  if (!outcome.ok) throw new Error(`${outcome.reason} ${outcome.detail}`);
  ledger.append(outcome.checked);
  const added = ledger.tree.get(outcome.checked.hash);
  if (added === undefined) throw new Error("not in the tree");
  return added;
}

function vote(keys: ChainKeys, source: TreeBlock, target: TreeBlock): SignedAttestation {
  const ref = ({ height, hash }: TreeBlock) => ({ height, hash });
  const attestation = { network: networkId, epoch: 0, source: ref(source), target: ref(target), attester: keys.publicKey };
  return { attestation, signature: keys.sign(DOMAIN.attestation, attestation) };
}

describe("a fork", () => {
  it("keeps the state and the votes of each branch apart", () => {
    const root = extend(ledger.head, { position: 0 });
    const main = extend(root, { position: 1, transactions: [anchorTransaction(1)] });
    const attestations = [vote(second, ledger.final, root)];
    const beside = extend(root, { position: 1, rank: 1, transactions: [anchorTransaction(2)], attestations });
    expect(ledger.head).toBe(main);
    const [here, there] = [ledger.branchOf(main), ledger.branchOf(beside)];
    expect([here, there].map(({ state }) => state.get(sessionRegister, testAnchor(1).session_id)?.anchored)).toEqual([
      true,
      undefined,
    ]);
    expect([here, there].map(({ state }) => state.get(sessionRegister, testAnchor(2).session_id)?.anchored)).toEqual([
      undefined,
      true,
    ]);
    expect([here, there].map((branch) => branch.holdsVote(second.publicKey, 1))).toEqual([false, true]);
    expect([here, there].map(({ state }) => state.anchors.count)).toEqual([1, 1]);
    expect(here.state.anchors.peaks).not.toEqual(there.state.anchors.peaks);
  });

  it("is followed to the heavier branch, with the indexes of that branch alone", () => {
    const root = extend(ledger.head, { position: 0 });
    const main = extend(root, { position: 1, transactions: [anchorTransaction(1)] });
    const beside = extend(root, { position: 1, rank: 1, transactions: [anchorTransaction(2)] });
    const update = ledger.vote(vote(second, ledger.final, beside));
    expect(update).toMatchObject({ abandoned: [main], adopted: [beside], finalized: [] });
    expect(ledger.head).toBe(beside);
    expect(store.indexes.find("session_anchor", testAnchor(1))).toBeUndefined();
    expect(store.indexes.find("session_anchor", testAnchor(2))).toBe(anchorTransaction(2).id);
    expect(store.blocks.canonicalAt(2)?.hash).toBe(beside.hash);
    ledger.vote(vote(leader, ledger.final, main));
    ledger.vote(vote(third, ledger.final, main));
    expect(ledger.head).toBe(main);
    expect(store.indexes.find("session_anchor", testAnchor(1))).toBe(anchorTransaction(1).id);
  });

  it("ends where a block is final: nothing of the other branch is left in the tree", () => {
    const [genesisBlock, root] = [ledger.final, extend(ledger.head, { position: 0 })];
    const beside = extend(genesisBlock, { position: 0, rank: 1 });
    const child = extend(root, { position: 1 });
    for (const keys of producers) ledger.vote(vote(keys, genesisBlock, root));
    for (const keys of producers) ledger.vote(vote(keys, root, child));
    expect(ledger.final).toBe(root);
    expect(ledger.tree.get(beside.hash)).toBeUndefined();
  });
});

describe("a ledger that is opened again", () => {
  it("has the same head, justified and final block", () => {
    const first = extend(ledger.head, { position: 0 });
    for (const keys of producers) ledger.vote(vote(keys, ledger.final, first));
    const next = extend(first, { position: 1, transactions: [anchorTransaction(1)] });
    extend(first, { position: 1, rank: 1 });
    for (const keys of producers) ledger.vote(vote(keys, first, next));
    const again = createLedger({ store, ...rules });
    expect([again.head, again.justified, again.final].map(({ hash }) => hash)).toEqual([next.hash, next.hash, first.hash]);
    expect(again.tree.size).toBe(3);
  });

  it("is in memory what it is on the disk when a write fails half-way", () => {
    const first = extend(ledger.head, { position: 0 });
    const failing = {
      ...store,
      indexes: {
        ...store.indexes,
        add: () => {
          throw new Error("disk full");
        },
      },
    };
    ledger = createLedger({ store: failing, ...rules });
    expect(() => extend(ledger.head, { position: 1 })).toThrow("disk full");
    expect(ledger.head.hash).toBe(first.hash);
    expect(ledger.tree.size).toBe(2);
    expect(store.blocks.above(1)).toEqual([]);
  });
});
