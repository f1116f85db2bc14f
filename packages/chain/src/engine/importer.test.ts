import { createTestClock } from "@lucid/foundation/testing";
import { canonicalBytes, DOMAIN, hashObject } from "@lucid/proof";
import { beforeEach, describe, expect, it } from "vitest";
import type { Chain } from "../chain.types.ts";
import { mainParameters, parseGenesis } from "../genesis.ts";
import type { ChainTransport } from "../ports.types.ts";
import { createTestDisk, createTestKeys, startTestChain, testAnchor } from "../testing/index.ts";
import type { ChainBlock } from "../transactions/transaction-format.ts";

const startMs = Date.UTC(2026, 0, 1);
const producer = createTestKeys("producer");
const observer = createTestKeys("observer");
const genesis = parseGenesis({
  ...{ format: "lucid-genesis", version: 1, network: "import", genesis_time: startMs / 1_000, parameters: mainParameters },
  producers: [{ entity: producer.publicKey, public_key: producer.publicKey, weight: 1 }],
});

let blocks: ChainBlock[];
let requested: string[];
let chain: Chain;

/** Twenty blocks of one node, and another node that has seen none of them and knows what time it is. */
beforeEach(async () => {
  const clock = createTestClock(startMs);
  const source = await startTestChain({ clock, keys: producer }, { genesis });
  blocks = [];
  source.read.onBlock((block) => void blocks.push(block));
  for (let number = 0; number < 20; number += 1) {
    source.submit.own("session_anchor", testAnchor(number));
    clock.advance(10_000);
  }
  requested = [];
  const nothing = () => undefined;
  const transport: ChainTransport = {
    ...{ sendBlock: nothing, sendAttestation: nothing, sendTransaction: nothing },
    requestBlock: (hash) => void requested.push(hash),
  };
  const later = createTestClock(clock.now());
  chain = await startTestChain({ clock: later, keys: observer, disk: createTestDisk(), transport }, { genesis });
});

const blockAt = (height: number): ChainBlock => {
  const block = blocks[height - 1];
  if (block === undefined) throw new Error(`no block ${height}`);
  return block;
};
const receive = (block: ChainBlock) => chain.network.receiveBlock(canonicalBytes(block));

describe("a node that receives blocks", () => {
  it("takes them in any order and asks for the lowest one it lacks", () => {
    for (const block of blocks.toReversed().slice(0, -1)) receive(block);
    expect(chain.read.head().height).toBe(0);
    expect(requested.at(-1)).toBe(blockAt(2).header.previous_hash);
    receive(blockAt(1));
    expect(chain.read.head()).toMatchObject({ height: 20, hash: hashObject(blockAt(20).header) });
    expect(chain.read.finalized().height).toBe(18);
  });

  it("asks for a block once, however many build on it and however often they come", () => {
    for (let round = 0; round < 3; round += 1) for (const block of blocks.slice(1)) receive(block);
    expect(requested).toEqual([blockAt(2).header.previous_hash]);
  });

  it("takes a block a second time without a change", () => {
    for (const block of [...blocks, ...blocks]) receive(block);
    expect(chain.read.head().height).toBe(20);
  });

  it("lets nothing wait that no producer has signed", () => {
    const forged = { ...blockAt(9).header, previous_hash: "f".repeat(64) };
    const strange = { ...forged, producer: observer.publicKey };
    receive({ ...blockAt(9), header: forged });
    receive({ ...blockAt(9), header: strange, signature: observer.sign(DOMAIN.block, strange) });
    chain.network.receiveAttestation({
      attestation: { ...vote().attestation, attester: observer.publicKey },
      signature: vote().signature,
    });
    chain.network.receiveAttestation({ ...vote(), signature: "0".repeat(128) });
    chain.network.receiveAttestation({ nonsense: true });
    expect(requested).toEqual([]);
  });

  it("lets a vote wait for its block", () => {
    chain.network.receiveAttestation(vote());
    expect(requested).toEqual([vote().attestation.target.hash]);
    for (const block of blocks.slice(0, 19)) receive(block);
    expect(chain.read.finalized().height).toBe(17);
    receive(blockAt(20));
    expect(chain.read.finalized().height).toBe(19);
  });

  /** The producer's vote for block 20, which no block holds yet. */
  function vote() {
    const ref = (height: number) => ({ height, hash: hashObject(blockAt(height).header) });
    const { epoch, network } = blockAt(20).header;
    const attestation = { network, epoch, source: ref(19), target: ref(20), attester: producer.publicKey };
    return { attestation, signature: producer.sign(DOMAIN.attestation, attestation) };
  }
});
