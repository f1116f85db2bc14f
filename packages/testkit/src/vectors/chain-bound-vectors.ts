import {
  blockHash,
  DOMAIN,
  type Evidence,
  type Genesis,
  type Header,
  networkHash,
  type SignedHeader,
  type SignedTransaction,
  signObject,
  transactionId,
} from "@lucid/proof";
import { createTestChain } from "../proof/test-chain.ts";
import type { TestNetwork, TestSigner } from "../proof/test-network.ts";
import { malformed } from "./malformed.ts";
import { invalid, type Vector, valid } from "./vector.ts";

/** Genesis documents: what makes one, and each field in a form it may not have. */
export function genesisVectors(genesis: Genesis): Vector[] {
  const input = (document: unknown, more: object = {}): Vector["input"] => ({ kind: "genesis", document, ...more });
  const accept = (name: string, document: Genesis): Vector => valid(name, input(document), { hash: networkHash(document) });
  const refuse = (name: string, document: unknown, more: object = {}): Vector =>
    invalid(name, input(document, more), "format-invalid");
  const parameters = (changes: object): Genesis => ({ ...genesis, parameters: { ...genesis.parameters, ...changes } });
  const [producer] = genesis.producers as [Genesis["producers"][number]];
  const other = { entity: "22".repeat(32), public_key: "33".repeat(32), weight: 1 };
  const FROM_ONE = [
    "slot_duration",
    "block_interval",
    "leader_timeout",
    "epoch_slots",
    "window_epochs",
    "max_block_bytes",
    "max_transactions",
    "max_attesters",
    "checkpoint_blocks",
  ];
  return [
    accept("a genesis", genesis),
    ...[...malformed(genesis)].map(({ name, document }) => refuse(`genesis: ${name}`, document)),
    ...FROM_ONE.map((name) => refuse(`genesis: ${name} of zero`, parameters({ [name]: 0 }))),
    accept(
      "genesis: zero where zero may stand",
      parameters({ max_fallbacks: 0, cooldown_slots: 0, future_tolerance: 0, d_min: [0, 1] }),
    ),
    refuse("genesis: a numerator below zero", parameters({ d_min: [-1, 5] })),
    refuse("genesis: a numerator of 2^53", parameters({ d_min: [2 ** 53, 1] })),
    refuse("genesis: a denominator of 2^53", parameters({ d_min: [1, 2 ** 53] })),
    refuse("genesis: half a numerator", parameters({ d_min: [0.5, 1] })),
    refuse("genesis: a fraction of texts", parameters({ d_min: ["1", "5"] })),
    refuse("genesis: a fraction by names", parameters({ d_min: { "0": 1, "1": 5 } })),
    refuse("genesis: a denominator of zero", parameters({ d_min: [1, 0] })),
    refuse("genesis: a fraction of three numbers", parameters({ d_min: [1, 5, 1] })),
    refuse("genesis: a fraction of one number", parameters({ d_min: [1] })),
    refuse("genesis: no producer", { ...genesis, producers: [] }),
    refuse(
      "genesis: 129 producers",
      { ...genesis, producers: [producer] },
      { repeat: [{ path: ["document", "producers"], times: 129 }] },
    ),
    refuse("genesis: a producer of no weight", { ...genesis, producers: [{ ...producer, weight: 0 }] }),
    refuse("genesis: an entity that is no key", { ...genesis, producers: [{ ...producer, entity: "me" }] }),
    refuse("genesis: an empty name", { ...genesis, network: "" }),
    refuse("genesis: a name that begins with a hyphen", { ...genesis, network: "-solo" }),
    refuse("genesis: a name in upper case", { ...genesis, network: "Solo" }),
    accept("genesis: a name of 32 characters", { ...genesis, network: `0${"_-z".repeat(10)}a` }),
    refuse("genesis: a name of 33 characters", { ...genesis, network: "a".repeat(33) }),
    accept("genesis: two producers", { ...genesis, producers: [producer, other] }),
    invalid(
      "genesis: a key listed twice",
      input({ ...genesis, producers: [producer, { ...other, public_key: producer.public_key }] }),
      "genesis-invalid",
    ),
    invalid(
      "genesis: an entity listed twice",
      input({ ...genesis, producers: [producer, { ...other, entity: producer.entity }] }),
      "genesis-invalid",
    ),
    invalid(
      "genesis: a slot of one and a half blocks",
      input(parameters({ slot_duration: 15, block_interval: 10 })),
      "genesis-invalid",
    ),
  ];
}

/** Transactions and headers at the bounds of what is accepted. The network is "solo". */
export function headerBounds(network: TestNetwork, transaction: SignedTransaction, first: SignedHeader): Vector[] {
  const signer = network.producers[0] as TestSigner;
  const { genesis } = network;
  const one = (document: unknown, more: object = {}): Vector["input"] => ({
    kind: "transaction",
    genesis: "solo",
    transaction: document,
    ...more,
  });
  const list = (...headers: unknown[]): Vector["input"] => ({ kind: "headers", genesis: "solo", headers });
  const sign = (header: Header): SignedHeader => ({ header, signature: signObject(DOMAIN.block, header, signer.secretKey) });
  const resigned = (changes: Partial<Header>): SignedHeader => sign({ ...first.header, ...changes });
  const after = (parent: SignedHeader, changes: Partial<Header>): SignedHeader =>
    sign({
      ...parent.header,
      height: parent.header.height + 1,
      previous_hash: blockHash(parent.header),
      position: parent.header.position + 1,
      timestamp: parent.header.timestamp + 10,
      ...changes,
    });
  const accept = (name: string, ...headers: SignedHeader[]): Vector =>
    valid(name, list(...headers), { hashes: headers.map(({ header }) => blockHash(header)) });
  const refuse = (name: string, code: Parameters<typeof invalid>[2], ...headers: SignedHeader[]): Vector =>
    invalid(name, list(...headers), code);
  const { timestamp, slot, position } = first.header;
  const late = resigned({ slot: slot + 2, position: 4, timestamp: timestamp + 1_000 });
  const anchor = {
    ...transaction.transaction,
    type: "session_anchor",
    data: {
      session_id: "00112233-4455-4677-8899-aabbccddeeff",
      owner: "TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHaz",
      manifest_hash: "11".repeat(32),
      grant_hash: "22".repeat(32),
      merkle_root: "33".repeat(32),
      chunk_count: 1,
      total_size: 0,
      started_at_ms: 0,
      ended_at_ms: 0,
    },
  };
  const heads = (list: unknown[]) => ({ ...transaction, transaction: { ...transaction.transaction, data: { heads: list } } });
  const [head] = (transaction.transaction.data as { heads: object[] }).heads as [object];
  return [
    ...[...malformed(transaction)].map(({ name, document }) => invalid(`checkpoint: ${name}`, one(document), "format-invalid")),
    ...[...malformed({ transaction: anchor, signature: transaction.signature })].map(({ name, document }) =>
      invalid(`anchor: ${name}`, one(document), "format-invalid"),
    ),
    invalid(
      "anchor: no chunk",
      one({ ...transaction, transaction: { ...anchor, data: { ...anchor.data, chunk_count: 0 } } }),
      "format-invalid",
    ),
    invalid("checkpoint: no head", one(heads([])), "format-invalid"),
    invalid("checkpoint: a head of size 0", one(heads([{ ...head, size: 0 }])), "format-invalid"),
    invalid(
      "checkpoint: 501 heads",
      one(heads([head]), { repeat: [{ path: ["transaction", "transaction", "data", "heads"], times: 501 }] }),
      "format-invalid",
    ),
    invalid(
      "the data of the other type",
      one({ ...transaction, transaction: { ...transaction.transaction, data: anchor.data } }),
      "format-invalid",
    ),
    sessionAnchor(anchor, signer),
    ...[...malformed(first)].map(({ name, document }) => invalid(`header: ${name}`, list(document), "format-invalid")),
    invalid("header: a height of 0", list({ ...first, header: { ...first.header, height: 0 } }), "format-invalid"),
    accept("block 1", resigned({ height: 1, previous_hash: network.hash })),
    refuse("block 1 that does not follow the genesis, alone", "header-chain", resigned({ height: 1 })),
    accept("the last fallback, at its time", resigned({ rank: 3, timestamp: timestamp + 15 })),
    refuse("the last fallback, a second early", "header-schedule", resigned({ rank: 3, timestamp: timestamp + 14 })),
    refuse("a rank beyond the last fallback, late enough", "header-schedule", resigned({ rank: 4, timestamp: timestamp + 60 })),
    accept("the last position of a slot", resigned({ position: 11, timestamp: timestamp + 120 })),
    refuse(
      "a position behind the last one, late enough",
      "header-schedule",
      resigned({ position: 12, timestamp: timestamp + 500 }),
    ),
    refuse("a time before the genesis", "header-schedule", resigned({ timestamp: genesis.genesis_time - 1 })),
    accept("a block later than its place", resigned({ timestamp: timestamp + 100_000 })),
    refuse("an epoch too early", "header-schedule", resigned({ slot: 720, timestamp: timestamp + 100_000 })),
    accept("the first slot of an epoch", resigned({ slot: 720, epoch: 1, timestamp: timestamp + 100_000 })),
    accept("two blocks of a slot", late, after(late, {})),
    accept("a later slot and an earlier position", late, after(late, { slot: slot + 3, position: 0 })),
    refuse("an earlier slot and a later position", "header-chain", late, after(late, { slot: slot + 1, position: 9 })),
    refuse("the same slot and an earlier position", "header-chain", late, after(late, { position: 3 })),
    refuse("the same slot and position", "header-chain", late, after(late, { position: 4 })),
    refuse("the time of the block before", "header-chain", late, after(late, { timestamp: late.header.timestamp })),
    refuse("a time before the block before", "header-chain", late, after(late, { timestamp: late.header.timestamp - 1 })),
    accept("a second after the block before", late, after(late, { timestamp: late.header.timestamp + 1 })),
    refuse("the height of the block before", "header-chain", late, after(late, { height: late.header.height })),
    refuse("a height left out, of two blocks", "header-chain", late, after(late, { height: late.header.height + 2 })),
    refuse("another previous hash, of two blocks", "header-chain", late, after(late, { previous_hash: "00".repeat(32) })),
    refuse("a first place of the slot", "header-schedule", resigned({ slot: slot + 1_000, position })),
  ];
}

function sessionAnchor(anchor: object, { publicKey, secretKey }: TestSigner): Vector {
  const transaction = { ...anchor, sender: publicKey } as SignedTransaction["transaction"];
  const signature = signObject(DOMAIN.transaction, transaction, secretKey);
  return valid(
    "a session_anchor",
    { kind: "transaction", genesis: "solo", transaction: { transaction, signature } },
    { id: transactionId(transaction) },
  );
}

/** Evidence at the bounds of what is accepted; `relink` makes a link anew, signed by the network's only attester. */
export function evidenceBounds(
  network: TestNetwork,
  node: TestSigner,
  evidence: Evidence,
  relink: (link: Evidence["finality"][number], changes: object) => Evidence["finality"][number],
): Vector[] {
  const on = (changes: object, more: object = {}): Vector["input"] => ({
    genesis: "solo",
    evidence: { ...evidence, ...changes },
    ...more,
  });
  const refuse = (name: string, code: Parameters<typeof invalid>[2], changes: object, more: object = {}): Vector =>
    invalid(name, on(changes, more), code);
  const [first, second] = evidence.finality;
  const [header] = evidence.headers;
  const target = first.target;
  const [vote] = first.signatures as [object];
  const expiring = (byS: number): Vector["input"] => {
    const chain = createTestChain(network);
    const start = network.genesis.genesis_time + 10;
    const data = { heads: [{ session_id: "00112233-4455-4677-8899-aabbccddeeff", size: 1, root: "ab".repeat(32) }] };
    const sent = chain.sign({ type: "node_checkpoint", data }, node, start - 3_600 + byS);
    chain.addBlock(start, [sent]);
    chain.addBlock(start + 10);
    return { genesis: "solo", evidence: chain.evidence(sent) };
  };
  const later = (): Evidence => {
    const chain = createTestChain(network);
    const start = network.genesis.genesis_time + 100_000;
    const data = { heads: [{ session_id: "00112233-4455-4677-8899-aabbccddeeff", size: 1, root: "ab".repeat(32) }] };
    const sent = chain.sign({ type: "node_checkpoint", data }, node, start);
    chain.addBlock(start, [sent]);
    chain.addBlock(start + 10);
    return chain.evidence(sent);
  };
  const epochOne = later();
  const [justified, confirmed] = epochOne.finality;
  return [
    ...[...malformed(evidence, ["transaction", "headers"])].map(({ name, document }) =>
      invalid(`evidence: ${name}`, { genesis: "solo", evidence: document }, "format-invalid"),
    ),
    refuse(
      "a path of 21 steps",
      "format-invalid",
      { tx_path: ["11".repeat(32)] },
      { repeat: [{ path: ["evidence", "tx_path"], times: 21 }] },
    ),
    refuse("no header", "format-invalid", { headers: [] }),
    refuse(
      "1 001 headers",
      "format-invalid",
      { headers: [header] },
      { repeat: [{ path: ["evidence", "headers"], times: 1_001 }] },
    ),
    refuse("a malformed header", "format-invalid", { headers: [{ ...header, header: {} }] }),
    refuse("a malformed transaction", "format-invalid", { transaction: { ...evidence.transaction, transaction: {} } }),
    refuse("one link", "format-invalid", { finality: [first] }),
    refuse("three links", "format-invalid", { finality: [first, second, second] }),
    refuse("a malformed second link", "format-invalid", { finality: [first, {}] }),
    refuse("a link without a vote", "format-invalid", { finality: [{ ...first, signatures: [] }, second] }),
    refuse(
      "a link with 129 votes",
      "format-invalid",
      { finality: [{ ...first, signatures: [vote] }, second] },
      { repeat: [{ path: ["evidence", "finality", "0", "signatures"], times: 129 }] },
    ),
    refuse("a transaction that its sender did not sign", "transaction-signature", {
      transaction: { ...evidence.transaction, signature: "00".repeat(64) },
    }),
    refuse("a header that its producer did not sign", "header-signature", {
      headers: evidence.headers.map((one, at) => (at === 1 ? { ...one, signature: "00".repeat(64) } : one)),
    }),
    refuse("an index that is not in the block", "transaction-not-in-block", { tx_index: 3 }),
    valid("a transaction that expires at its block's time", expiring(0)),
    invalid("a transaction that had expired a second before", expiring(-1), "transaction-expired"),
    refuse("a first link to the right hash at another height", "finality-link", {
      finality: [relink(first, { target: { ...target, height: target.height + 1 } }), second],
    }),
    refuse("a second link from the right hash at another height", "finality-link", {
      finality: [first, relink(second, { source: { ...second.source, height: 0 } })],
    }),
    refuse("a first link from a block to itself", "finality-link", { finality: [relink(first, { source: target }), second] }),
    valid(
      "a first link from the genesis",
      on({ finality: [relink(first, { source: { height: 0, hash: network.hash } }), second] }),
    ),
    refuse("a first link from another genesis", "finality-link", {
      finality: [relink(first, { source: { height: 0, hash: "11".repeat(32) } }), second],
    }),
    valid(
      "a first link from the block before the first header",
      on({
        finality: [
          relink(first, { source: { height: (header?.header.height ?? 0) - 1, hash: header?.header.previous_hash } }),
          second,
        ],
      }),
    ),
    refuse("a first link from another block before the first header", "finality-link", {
      finality: [relink(first, { source: { height: (header?.header.height ?? 0) - 1, hash: "11".repeat(32) } }), second],
    }),
    refuse("a first link of an earlier epoch than its block", "finality-link", {
      ...epochOne,
      finality: [relink(justified, { epoch: 0 }), confirmed],
    }),
    valid("evidence of epoch 1", { genesis: "solo", evidence: epochOne }),
    refuse("a second link of an earlier epoch", "finality-link", {
      ...epochOne,
      finality: [justified, relink(confirmed, { epoch: 0 })],
    }),
    refuse("a second link to the same height", "finality-link", { finality: [first, relink(second, { target })] }),
    refuse("a second link whose vote was changed", "attestation-signature", {
      finality: [first, { ...second, signatures: second.signatures.map((one) => ({ ...one, signature: "00".repeat(64) })) }],
    }),
    refuse("a second link with a vote of a stranger", "attester-unknown", {
      finality: [
        first,
        { ...second, signatures: [...second.signatures, { attester: node.publicKey, signature: "00".repeat(64) }] },
      ],
    }),
    invalid("a genesis that contradicts itself", { genesis: "broken", evidence }, "genesis-invalid"),
  ];
}
