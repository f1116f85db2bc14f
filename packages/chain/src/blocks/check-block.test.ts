import {
  type Attestation,
  attestationRoot,
  canonicalBytes,
  DOMAIN,
  type Header,
  type SignedAttestation,
  type SignedTransaction,
  type Transaction,
  transactionRoot,
} from "@lucid/proof";
import { beforeEach, describe, expect, it } from "vitest";
import { createLedger, type Ledger } from "../engine/ledger.ts";
import { mainParameters, parseGenesis } from "../genesis.ts";
import { transactionKinds } from "../kinds/index.ts";
import { emptyFrontier } from "../state/frontier.ts";
import { stateRoot } from "../state/state-root.ts";
import { createChainStore } from "../store/create-chain-store.ts";
import { createTestDisk, createTestKeys, testAnchor } from "../testing/index.ts";
import { checkTransaction } from "../transactions/check-transaction.ts";
import type { ChainBlock } from "../transactions/transaction-format.ts";
import { buildBlock } from "./build-block.ts";
import { checkBlock } from "./check-block.ts";
import { createBlockRules } from "./create-block-rules.ts";
import { readBlock } from "./read-block.ts";

const leader = createTestKeys("leader");
const fallback = createTestKeys("fallback");
const sender = createTestKeys("sender");
const stranger = createTestKeys("stranger");
const start = 1_700_000_000;
const genesis = parseGenesis({
  ...{ format: "lucid-genesis", version: 1, network: "rules", genesis_time: start },
  parameters: { ...mainParameters, max_transactions: 3, max_block_bytes: 20_000 },
  producers: [leader, fallback].map(({ publicKey }) => ({ entity: publicKey, public_key: publicKey, weight: 1 })),
});
const rules = createBlockRules(transactionKinds, genesis);
const { networkId } = rules;
const body = { rules, checkTransaction: (signed: unknown) => checkTransaction(signed, rules) };
const other = "f".repeat(64);

let ledger: Ledger;
let first: ChainBlock;

function transaction(sequence: number, changes: Partial<Transaction> = {}, keys = sender): SignedTransaction {
  const envelope = { version: 1, network: networkId, sender: keys.publicKey, sequence, expires_at: start + 600 } as const;
  const filled = { ...envelope, type: "session_anchor", data: testAnchor(sequence), ...changes } as Transaction;
  return { transaction: filled, signature: keys.sign(DOMAIN.transaction, filled) };
}

function vote(changes: Partial<Attestation> = {}, keys = leader): SignedAttestation {
  const { hash } = ledger.head;
  const source = { height: 0, hash: networkId };
  const attestation = { network: networkId, epoch: 0, source, target: { height: 1, hash }, attester: keys.publicKey, ...changes };
  return { attestation, signature: keys.sign(DOMAIN.attestation, attestation) };
}

interface Draft {
  readonly header?: Partial<Header>;
  readonly transactions?: readonly SignedTransaction[];
  readonly attestations?: readonly SignedAttestation[];
  readonly keys?: typeof leader;
}

/** The second block of slot 0, right in everything but what the draft says; roots and signature fit the draft. */
function blockOf({ header = {}, transactions = [], attestations = [], keys = leader }: Draft): ChainBlock {
  const branch = ledger.branchOf(ledger.head);
  const queues = [
    transactions.flatMap((signed) => {
      const check = checkTransaction(signed, rules);
      return check.ok ? [check.transaction] : [];
    }),
  ];
  const at = { slot: 0, position: 1 };
  const plan = { branch, at, rank: 0, producer: keys.publicKey, timestamp: start + 10, queues, attestations: [] };
  const drafted: Header = {
    ...buildBlock(plan, rules).header,
    tx_count: transactions.length,
    tx_root: transactionRoot(transactions),
    attestation_root: attestationRoot(attestations),
    ...header,
  };
  const signature = keys.sign(DOMAIN.block, drafted);
  return { header: drafted, signature, transactions: [...transactions], attestations: [...attestations] };
}

const judge = (block: ChainBlock, now = start + 12) => {
  const check = checkBlock(block, ledger.branchOf(ledger.head), body, now);
  return check.ok ? "valid" : [check.reason, check.detail].filter(Boolean).join(": ");
};

beforeEach(() => {
  const store = createChainStore(createTestDisk().db, transactionKinds);
  ledger = createLedger({ store, ...rules });
  const plan = {
    at: { slot: 0, position: 0 },
    rank: 0,
    producer: leader.publicKey,
    timestamp: start + 1,
    queues: [],
    attestations: [],
  };
  const { header } = buildBlock({ branch: ledger.branchOf(ledger.head), ...plan }, rules);
  first = { header, signature: leader.sign(DOMAIN.block, header), transactions: [], attestations: [] };
  const check = checkBlock(first, ledger.branchOf(ledger.head), body, start + 1);
  if (!check.ok) throw new Error(check.reason);
  ledger.append(check.checked);
});

describe("a block", () => {
  it("is valid when it keeps every rule", () => {
    expect(judge(blockOf({ transactions: [transaction(0), transaction(1)], attestations: [vote(), vote({}, fallback)] }))).toBe(
      "valid",
    );
  });

  it.each([
    ["wrong_network", { network: other }],
    ["wrong_parent", { previous_hash: other }],
    ["wrong_height", { height: 3 }],
    ["wrong_position", { position: 0, timestamp: start + 2 }],
    ["wrong_position", { position: 12, timestamp: start + 120 }],
    ["wrong_epoch", { epoch: 1 }],
    ["wrong_producer", { rank: 1, timestamp: start + 15 }],
    ["wrong_producer", { rank: 9 }],
    ["wrong_producer", { slot: 1, position: 0, timestamp: start + 120 }],
    ["too_early", { timestamp: start + 9 }],
    ["from_the_future", { timestamp: start + 18 }],
    ["wrong_tx_count", { tx_count: 1 }],
    ["wrong_tx_root", { tx_root: other }],
    ["wrong_attestation_root", { attestation_root: other }],
    ["wrong_state_root", { state_root: other }],
  ] as const)("is refused for %s (%j)", (reason, header) => {
    expect(judge(blockOf({ header }))).toBe(reason);
  });

  it("may come from a fallback, but not before its time", () => {
    const header = { rank: 1, producer: fallback.publicKey };
    expect(judge(blockOf({ header: { ...header, timestamp: start + 15 }, keys: fallback }))).toBe("valid");
    expect(judge(blockOf({ header: { ...header, timestamp: start + 14 }, keys: fallback }))).toBe("too_early");
  });

  it("must be later than its parent", () => {
    ledger.append(valid(blockOf({ header: { timestamp: start + 25 } }), start + 25));
    const header = { height: 3, position: 2, previous_hash: ledger.head.hash, timestamp: start + 25 };
    expect(judge(blockOf({ header }), start + 25)).toBe("not_after_parent");
  });

  it("must be signed by its producer", () => {
    const block = blockOf({});
    expect(judge({ ...block, signature: leader.sign(DOMAIN.block, { ...block.header, timestamp: 1 }) })).toBe("bad_signature");
    expect(judge(blockOf({ keys: fallback, header: { producer: leader.publicKey } }))).toBe("bad_signature");
  });
});

describe("the transactions of a block", () => {
  it.each([
    ["sequence_gap", () => [transaction(1)]],
    ["sequence_used", () => [transaction(0), transaction(0)]],
    ["wrong_network", () => [transaction(0, { network: other })]],
    ["expired", () => [transaction(0, { expires_at: start + 9 })]],
    ["expiry_too_far", () => [transaction(0, { expires_at: start + 90_000 })]],
    ["already_anchored", () => [transaction(0), transaction(1, { data: testAnchor(0) })]],
    ["bad_signature", () => [{ ...transaction(0), signature: transaction(1).signature }]],
  ] as const)("are refused for %s", (reason, make) => {
    expect(judge(blockOf({ transactions: make() }))).toBe(`bad_transaction: ${reason}`);
  });

  it("are bounded in number and in bytes", () => {
    expect(judge(blockOf({ transactions: [0, 1, 2, 3].map((sequence) => transaction(sequence)) }))).toBe("too_many_transactions");
    const heads = Array.from({ length: 200 }, (_, index) => ({ ...testAnchor(index), size: 1, root: other }));
    const data = { heads: heads.map(({ session_id, size, root }) => ({ session_id, size, root })) };
    expect(judge(blockOf({ transactions: [transaction(0, { type: "node_checkpoint", data })] }))).toBe("too_large");
  });
});

describe("the attestations of a block", () => {
  it.each([
    ["repeated", () => [vote(), vote()]],
    ["wrong_network", () => [vote({ network: other })]],
    ["wrong_span", () => [vote({ source: { height: 1, hash: other } })]],
    ["unknown_target", () => [vote({ target: { height: 1, hash: other } })]],
    ["wrong_epoch", () => [vote({ epoch: 1 })]],
    ["wrong_source", () => [vote({ source: { height: 0, hash: other } })]],
    ["no_weight", () => [vote({}, stranger)]],
    ["bad_signature", () => [{ ...vote(), signature: vote({}, fallback).signature }]],
  ] as const)("are refused for %s", (reason, make) => {
    expect(judge(blockOf({ attestations: make() }))).toBe(`bad_attestation: ${reason}`);
  });

  it("stand on a branch once", () => {
    ledger.append(valid(blockOf({ attestations: [vote({ target: { height: 1, hash: ledger.head.hash } })] }), start + 12));
    const again = vote({ target: { height: 1, hash: ledger.branchOf(ledger.head).blockAt(1)?.hash ?? "" } });
    const header = { height: 3, position: 2, previous_hash: ledger.head.hash, timestamp: start + 20 };
    expect(judge(blockOf({ header, attestations: [again] }), start + 20)).toBe("bad_attestation: repeated");
  });
});

describe("reading a block from the wire", () => {
  const read = (bytes: Uint8Array) => {
    const outcome = readBlock(bytes, rules);
    return outcome.ok ? "read" : outcome.reason;
  };

  it("takes exactly the canonical form", () => {
    const block = blockOf({ transactions: [transaction(0)], attestations: [vote()] });
    expect(read(canonicalBytes(block))).toBe("read");
    expect(read(Buffer.from(JSON.stringify(block, null, 1)))).toBe("malformed");
    expect(read(canonicalBytes({ ...block, more: 1 }))).toBe("malformed");
    expect(read(Uint8Array.of(0xff, 0x7b))).toBe("malformed");
  });

  it("looks at the size before it parses", () => {
    expect(read(new Uint8Array(20_001))).toBe("too_large");
    expect(read(new Uint8Array(20_000))).toBe("malformed");
  });
});

it("commits the anchors in the state root", () => {
  expect(first.header.state_root).toBe(stateRoot(emptyFrontier));
  expect(blockOf({ transactions: [transaction(0)] }).header.state_root).not.toBe(stateRoot(emptyFrontier));
});

function valid(block: ChainBlock, now: number) {
  const check = checkBlock(block, ledger.branchOf(ledger.head), body, now);
  if (!check.ok) throw new Error(check.reason);
  return check.checked;
}
