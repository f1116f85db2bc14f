import { createTestChain, type TestNetwork, testNetwork, testSigner } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { DOMAIN } from "../encoding/domains.ts";
import { signObject } from "../encoding/signature.ts";
import type { Header, SignedHeader } from "../formats/block.ts";
import type { Evidence, FinalityLink } from "../formats/evidence.ts";
import type { Genesis } from "../formats/genesis.ts";
import { verifyEvidence } from "./evidence.ts";
import { attestationOf, isSupermajority } from "./finality.ts";
import { blockHash, scheduledTime } from "./header.ts";
import { networkHash, openNetwork } from "./network.ts";

const SESSION = "00112233-4455-4677-8899-aabbccddeeff";

function example(network: TestNetwork, blocks = 3) {
  const chain = createTestChain(network);
  const start = network.genesis.genesis_time + 15;
  const data = { heads: [{ session_id: SESSION, size: 1, root: "ab".repeat(32) }] };
  const node = testSigner("node");
  const transactions = [0, 1, 2].map(() => chain.sign({ type: "node_checkpoint", data }, node, start));
  chain.addBlock(start);
  chain.addBlock(start + 10, transactions);
  for (let more = 0; more < blocks; more += 1) chain.addBlock(start + 20 + more * 10);
  return { chain, node, transaction: transactions[1]! };
}

const solo = testNetwork("solo");
const five = testNetwork("five", { weights: [10, 10, 10, 10, 5] });
const { chain, node, transaction } = example(solo);
const evidence = chain.evidence(transaction, { final: 1 });
const shared = example(five);

const codeOf = (changed: Evidence, genesis: Genesis = solo.genesis) => {
  const outcome = verifyEvidence(changed, genesis);
  return outcome.ok ? "ok" : outcome.failure.code;
};

/** The evidence with one header changed, signed again by its producer, and everything after it linked again. */
function withHeader(at: number, changes: Partial<Header>, signer = solo.producers[0]!, base = evidence): Evidence {
  const headers: SignedHeader[] = [];
  for (const [index, { header }] of base.headers.entries()) {
    const before = headers.at(-1);
    const next = {
      ...header,
      ...(before === undefined ? {} : { previous_hash: blockHash(before.header) }),
      ...(index === at ? changes : {}),
    };
    headers.push({ header: next, signature: signObject(DOMAIN.block, next, signer.secretKey) });
  }
  return { ...base, headers, finality: linksTo(headers.at(-1)!.header) };
}

function link(
  changes: Pick<FinalityLink, "epoch" | "source" | "target">,
  network = solo,
  voters = network.producers,
): FinalityLink {
  const draft = { ...changes, signatures: [] };
  const signatures = voters.map(({ publicKey, secretKey }) => ({
    attester: publicKey,
    signature: signObject(DOMAIN.attestation, attestationOf(draft, network.hash, publicKey), secretKey),
  }));
  return { ...draft, signatures };
}

function linksTo(header: Header): Evidence["finality"] {
  const target = { height: header.height, hash: blockHash(header) };
  const source = { height: header.height - 1, hash: header.previous_hash };
  return [
    link({ epoch: header.epoch, source, target }),
    link({ epoch: header.epoch, source: target, target: { height: header.height + 1, hash: "cd".repeat(32) } }),
  ];
}

describe("evidence", () => {
  it("shows when and how a transaction became final", () => {
    const outcome = verifyEvidence(evidence, solo.genesis);
    expect(outcome).toMatchObject({
      ok: true,
      value: { height: 2, finalHeight: 3, sender: node.publicKey, attesters: 1, producers: 1 },
    });
  });

  it("is accepted from headers and links made by hand", () => {
    expect(codeOf(withHeader(0, {}))).toBe("ok");
  });

  it.each([
    [
      "a transaction of another sender",
      { ...evidence, transaction: { ...transaction, signature: "0".repeat(128) } },
      "transaction-signature",
    ],
    ["another index", { ...evidence, tx_index: 2 }, "transaction-not-in-block"],
    ["a shorter path", { ...evidence, tx_path: evidence.tx_path.slice(1) }, "transaction-not-in-block"],
    [
      "a header changed after signing",
      {
        ...evidence,
        headers: evidence.headers.map((signed) => ({ ...signed, header: { ...signed.header, state_root: "0".repeat(64) } })),
      },
      "header-signature",
    ],
    [
      "a header left out",
      { ...evidence, headers: [evidence.headers[0]!, chain.evidence(transaction, { final: 2 }).headers[2]!] },
      "header-chain",
    ],
    ["headers in reverse", { ...evidence, headers: evidence.headers.toReversed() }, "header-chain"],
    [
      "links in reverse",
      { ...evidence, finality: evidence.finality.toReversed() as unknown as Evidence["finality"] },
      "finality-link",
    ],
    ["the same link twice", { ...evidence, finality: [evidence.finality[0], evidence.finality[0]] }, "finality-link"],
    [
      "a link of another epoch",
      { ...evidence, finality: [{ ...evidence.finality[0], epoch: 1 }, evidence.finality[1]] },
      "finality-link",
    ],
    [
      "a vote that was changed",
      {
        ...evidence,
        finality: [
          { ...evidence.finality[0], signatures: [{ ...evidence.finality[0].signatures[0]!, signature: "0".repeat(128) }] },
          evidence.finality[1],
        ],
      },
      "attestation-signature",
    ],
    ["a field too many", { ...evidence, more: 1 }, "format-invalid"],
    ["no headers", { ...evidence, headers: [] }, "format-invalid"],
  ] as const)("is refused with %s", (_name, changed, code) => {
    expect(codeOf(changed as unknown as Evidence)).toBe(code);
  });

  it.each([
    ["an epoch that is not its slot's", { epoch: 1 }, "header-schedule"],
    ["a position its slot does not have", { position: 12, timestamp: solo.genesis.genesis_time + 3_000 }, "header-schedule"],
    ["a rank beyond the last fallback", { rank: 4 }, "header-schedule"],
    ["a time before its place in the schedule", { timestamp: solo.genesis.genesis_time + 29 }, "header-schedule"],
    ["a fallback's rank at the leader's time", { rank: 1 }, "header-schedule"],
    ["another network", { network: "0".repeat(64) }, "network-mismatch"],
    ["another height", { height: 3 }, "header-chain"],
    ["another transaction root", { tx_root: "0".repeat(64) }, "transaction-not-in-block"],
    ["another number of transactions", { tx_count: 9 }, "transaction-not-in-block"],
    ["a time after the transaction expired", { timestamp: transaction.transaction.expires_at + 1 }, "header-chain"],
  ] as const)("is refused with a signed header that has %s", (_name, changes, code) => {
    expect(codeOf(withHeader(0, changes))).toBe(code);
  });

  it.each([
    ["the place of the block before", { position: evidence.headers[0]!.header.position }],
    ["another previous hash", { previous_hash: "0".repeat(64) }],
  ] as const)("is refused with a second header that has %s", (_name, changes) => {
    expect(codeOf(withHeader(1, changes))).toBe("header-chain");
  });

  it("is accepted at the last position, the last rank and the last second before the transaction expires", () => {
    const single = chain.evidence(transaction);
    const latest = transaction.transaction.expires_at;
    for (const changes of [{ position: 11 }, { rank: 3 }, {}])
      expect(codeOf(withHeader(0, { ...changes, timestamp: latest }, undefined, single))).toBe("ok");
    expect(codeOf(withHeader(0, { timestamp: latest + 1 }, undefined, single))).toBe("transaction-expired");
  });

  it("is refused with a block made at the same time as the one after it", () => {
    expect(codeOf(withHeader(0, { timestamp: evidence.headers[1]!.header.timestamp }))).toBe("header-chain");
  });

  it("is refused when the transaction had expired before its block", () => {
    const late = createTestChain(solo);
    const start = solo.genesis.genesis_time;
    const data = { heads: [{ session_id: SESSION, size: 1, root: "ab".repeat(32) }] };
    const old = late.sign({ type: "node_checkpoint", data }, node, start);
    late.addBlock(start + 3_610, [old]);
    late.addBlock(start + 3_620);
    expect(codeOf(late.evidence(old))).toBe("transaction-expired");
  });

  it("is refused from a producer that is not in the genesis", () => {
    const stranger = testSigner("stranger");
    expect(codeOf(withHeader(0, { producer: stranger.publicKey }, stranger))).toBe("header-producer");
  });

  it("is refused on another network", () => {
    expect(codeOf(evidence, testNetwork("other").genesis)).toBe("network-mismatch");
  });

  it("is refused when a link's source is on another branch", () => {
    const [first, second] = evidence.finality;
    for (const height of [0, 1, 2]) {
      const source = { height, hash: "0".repeat(64) };
      expect(codeOf({ ...evidence, finality: [link({ ...first, source }), second] })).toBe("finality-link");
    }
    expect(codeOf({ ...evidence, finality: [link({ ...first, source: { height: 0, hash: solo.hash } }), second] })).toBe("ok");
  });

  it("is refused when the second link skips a height or goes back in time", () => {
    const [first, second] = evidence.finality;
    const skipping = link({ ...second, target: { height: second.target.height + 1, hash: second.target.hash } });
    expect(codeOf({ ...evidence, finality: [first, skipping] })).toBe("finality-link");
    const later = link({ ...second, epoch: 3 });
    expect(codeOf({ ...evidence, finality: [first, later] })).toBe("ok");
  });

  it("is refused when a link is about another block of the same height", () => {
    const [first, second] = evidence.finality;
    const other = { height: first.target.height, hash: "0".repeat(64) };
    expect(codeOf({ ...evidence, finality: [link({ ...first, target: other }), second] })).toBe("finality-link");
    expect(codeOf({ ...evidence, finality: [first, link({ ...second, source: other })] })).toBe("finality-link");
    expect(codeOf({ ...evidence, finality: [link({ ...first, source: first.target }), second] })).toBe("finality-link");
  });

  it("is refused when the second link is of an earlier epoch than the block it starts from", () => {
    const quick = testNetwork("quick", { parameters: { epoch_slots: 1, slot_duration: 10 } });
    const made = example(quick);
    const proof = made.chain.evidence(made.transaction);
    const [first, second] = proof.finality;
    expect(first.epoch).toBeGreaterThan(0);
    expect(codeOf(proof, quick.genesis)).toBe("ok");
    const earlier = link({ ...second, epoch: first.epoch - 1 }, quick);
    expect(codeOf({ ...proof, finality: [first, earlier] }, quick.genesis)).toBe("finality-link");
    const mislabelled = link({ ...first, epoch: first.epoch - 1 }, quick);
    expect(codeOf({ ...proof, finality: [mislabelled, second] }, quick.genesis)).toBe("finality-link");
  });
});

describe("the votes of several producers", () => {
  const votes = shared.chain.evidence(shared.transaction);
  const [first, second] = votes.finality;
  const having = (...voters: number[]): Evidence => {
    const some = (from: FinalityLink) => ({ ...from, signatures: voters.map((voter) => from.signatures[voter]!) });
    return { ...votes, finality: [some(first), some(second)] };
  };

  it("make a block final from just above two thirds of the weight", () => {
    expect(codeOf(having(0, 1, 2), five.genesis)).toBe("finality-weight");
    expect(codeOf(having(0, 1, 2, 4), five.genesis)).toBe("ok");
    expect(codeOf(having(0, 1, 2, 3), five.genesis)).toBe("ok");
  });

  it("count once each, however often they are given", () => {
    expect(codeOf(having(0, 1, 2, 0, 1, 2), five.genesis)).toBe("finality-weight");
    expect(codeOf(having(0, 1, 2, 3, 3), five.genesis)).toBe("ok");
  });

  it("are needed in both links", () => {
    const mixed: Evidence = { ...votes, finality: [first, { ...second, signatures: second.signatures.slice(0, 3) }] };
    expect(codeOf(mixed, five.genesis)).toBe("finality-weight");
  });

  it("are refused from strangers, even beside enough others", () => {
    const stranger = link(first, five, [testSigner("stranger")]).signatures[0]!;
    const more: Evidence = { ...votes, finality: [{ ...first, signatures: [...first.signatures, stranger] }, second] };
    expect(codeOf(more, five.genesis)).toBe("attester-unknown");
  });

  it("are weighed exactly, also where floating point would round", () => {
    expect(isSupermajority(2n, 3n)).toBe(false);
    const third = 6_004_799_503_160_661n;
    expect(isSupermajority(2n * third, 3n * third)).toBe(false);
    expect(isSupermajority(2n * third + 1n, 3n * third)).toBe(true);
  });
});

describe("a genesis document", () => {
  const { genesis } = five;
  const codeOfGenesis = (changed: unknown) => {
    const outcome = openNetwork(changed);
    return outcome.ok ? "ok" : outcome.failure.code;
  };

  it("names its network by its hash", () => {
    expect(openNetwork(genesis)).toMatchObject({ ok: true, value: { hash: networkHash(genesis), totalWeight: 45n } });
    expect(networkHash({ ...genesis, network: "other" })).not.toBe(networkHash(genesis));
  });

  it("is refused when it contradicts itself", () => {
    const [one, two] = genesis.producers;
    expect(codeOfGenesis({ ...genesis, producers: [one, one] })).toBe("genesis-invalid");
    expect(codeOfGenesis({ ...genesis, producers: [one, { ...two, entity: one!.entity }] })).toBe("genesis-invalid");
    expect(codeOfGenesis({ ...genesis, parameters: { ...genesis.parameters, block_interval: 7 } })).toBe("genesis-invalid");
    expect(codeOfGenesis({ ...genesis, producers: [] })).toBe("format-invalid");
  });

  it("gives fallbacks their later times", () => {
    expect(scheduledTime(genesis, { slot: 2, position: 3, rank: 2 })).toBe(BigInt(genesis.genesis_time + 240 + 30 + 10));
  });
});
