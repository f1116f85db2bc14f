import { type Block, DOMAIN, type SignedAttestation, type Transaction } from "@lucid/proof";
import { beforeEach, describe, expect, it } from "vitest";
import type { BlockRules } from "../blocks/block-rules.ts";
import { buildBlock } from "../blocks/build-block.ts";
import { checkBlock } from "../blocks/check-block.ts";
import type { ChainKeys } from "../chain.types.ts";
import { bootstrapAttesters } from "../consensus/attesters.ts";
import type { TreeBlock } from "../consensus/block-tree.ts";
import { genesisHash, mainParameters, parseGenesis } from "../genesis.ts";
import { bootstrapElection } from "../schedule/election.ts";
import { createSignatureChecker } from "../signing/signature-checker.ts";
import { type ChainStore, createChainStore } from "../store/create-chain-store.ts";
import { createTestDisk, createTestKeys, testAnchor } from "../testing/index.ts";
import { type CheckedTransaction, checkTransaction } from "../transactions/check-transaction.ts";
import { createLedger, type Ledger } from "./ledger.ts";

const producers = ["leader", "second", "third"].map(createTestKeys);
const [leader, second, third] = producers as [ChainKeys, ChainKeys, ChainKeys];
const start = 1_700_000_000;
const genesis = parseGenesis({
  ...{ format: "lucid-genesis", version: 1, network: "ledger", genesis_time: start, parameters: mainParameters },
  producers: producers.map(({ publicKey }) => ({ entity: publicKey, public_key: publicKey, weight: 1 })),
});
const network = genesisHash(genesis);
const checkSignature = createSignatureChecker();
const check = (signed: unknown) => checkTransaction(signed, network, checkSignature);
const attestersOf = bootstrapAttesters(genesis);
const rules: BlockRules = { genesis, network, checkSignature, attestersOf, elect: bootstrapElection(genesis) };

let store: ChainStore;
let ledger: Ledger;
beforeEach(() => {
  store = createChainStore(createTestDisk().db);
  ledger = createLedger({ store, genesis, network, attestersOf });
});

function anchorTransaction(number: number): CheckedTransaction {
  const envelope = { version: 1, network, sender: leader.publicKey, sequence: 0, expires_at: start + 600 } as const;
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
  const block: Block = {
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
  const attestation = { network, epoch: 0, source: ref(source), target: ref(target), attester: keys.publicKey };
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
    expect([here, there].map(({ state }) => state.session(testAnchor(1).session_id)?.anchored)).toEqual([true, undefined]);
    expect([here, there].map(({ state }) => state.session(testAnchor(2).session_id)?.anchored)).toEqual([undefined, true]);
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
    expect(store.transactions.anchorOf(testAnchor(1).session_id)).toBeUndefined();
    expect(store.transactions.anchorOf(testAnchor(2).session_id)).toBe(anchorTransaction(2).id);
    expect(store.blocks.canonicalAt(2)?.hash).toBe(beside.hash);
    ledger.vote(vote(leader, ledger.final, main));
    ledger.vote(vote(third, ledger.final, main));
    expect(ledger.head).toBe(main);
    expect(store.transactions.anchorOf(testAnchor(1).session_id)).toBe(anchorTransaction(1).id);
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
    const again = createLedger({ store, genesis, network, attestersOf });
    expect([again.head, again.justified, again.final].map(({ hash }) => hash)).toEqual([next.hash, next.hash, first.hash]);
    expect(again.tree.size).toBe(3);
  });

  it("is in memory what it is on the disk when a write fails half-way", () => {
    const first = extend(ledger.head, { position: 0 });
    const failing = {
      ...store,
      state: {
        ...store.state,
        apply: () => {
          throw new Error("disk full");
        },
      },
    };
    ledger = createLedger({ store: failing, genesis, network, attestersOf });
    expect(() => extend(ledger.head, { position: 1 })).toThrow("disk full");
    expect(ledger.head.hash).toBe(first.hash);
    expect(ledger.tree.size).toBe(2);
    expect(store.blocks.above(1)).toEqual([]);
  });
});
