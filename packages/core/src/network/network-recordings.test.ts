import { merkle, sha256Hex, utf8, v2 } from "@lucid/proof";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createNetworkRecordings, type NetworkRecordings, type RecordingsOfNode } from "./network-recordings.ts";
import { type LoneNetwork, openLoneNetwork } from "./testing/open-lone-network.ts";

const SESSION = "0190d4f0-0000-7000-8000-000000000001";
const salt = "5a".repeat(32);
const tag = v2.sessionTag(SESSION, salt);
const hashOf = (text: string): string => sha256Hex(utf8(text));

describe("a session that runs while its node is in a network", () => {
  let network: LoneNetwork;
  let recordings: NetworkRecordings;
  const tree = merkle.createTree();
  let isSealed = false;

  const sessions: RecordingsOfNode = {
    sealed: () => [],
    recording: (sessionId) =>
      isSealed
        ? {
            ...{ sessionId, salt, manifestHash: hashOf("manifest"), grantHash: hashOf("grant") },
            ...{ merkleRoot: tree.rootAt(tree.size), chunkCount: tree.size },
          }
        : undefined,
    growing: async (sessionId) => (isSealed ? undefined : { sessionId, salt, size: tree.size, root: tree.rootAt(tree.size) }),
    continues: async (_sessionId, from) => tree.consistencyPath(from, tree.size),
  };

  beforeAll(async () => {
    network = await openLoneNetwork();
    recordings = createNetworkRecordings({ log: network.ground.log, repository: network.repository, sessions }, network.joined);
  });
  afterAll(() => network[Symbol.asyncDispose]());

  async function grow(chunks: number): Promise<void> {
    for (let count = 0; count < chunks; count += 1) tree.append(utf8(`chunk ${tree.size}`));
    recordings.look(SESSION);
    await recordings.go();
  }
  const expectedSize = () => network.joined.engine.headsOf([tag]).get(tag)?.size;

  it("has its head in the network, and one list of them at a time", async () => {
    await grow(2);
    expect(expectedSize()).toBe(2);
    await grow(1);
    // The first one is in no block yet: what grew meanwhile waits for it.
    expect(expectedSize()).toBe(2);
    network.ground.clock.advance(10_000);
    await recordings.go();
    expect(expectedSize()).toBe(3);
  });

  it("says nothing again that was said", async () => {
    network.ground.clock.advance(30_000);
    const { height } = network.joined.engine.tree.final;
    expect(height).toBeGreaterThan(1);
    const submitted = vi.spyOn(network.joined.engine, "submit");
    recordings.look(SESSION);
    await recordings.go();
    expect(submitted).not.toHaveBeenCalled();
    submitted.mockRestore();
  });

  it("is anchored as what goes on from that head, and the proof holds", async () => {
    await grow(2);
    network.ground.clock.advance(10_000);
    tree.append(utf8("the last chunk"));
    isSealed = true;
    recordings.look(SESSION);
    await recordings.go();
    network.ground.clock.advance(60_000);
    await recordings.go();
    const text = network.repository.proofOf(SESSION);
    const proof = JSON.parse(text ?? "null") as v2.NetworkProof;
    expect(proof.evidence.item).toMatchObject({ tag, chunk_count: 6, consistency: tree.consistencyPath(5, 6) });
    expect(
      v2.verifyNetworkProof(utf8(text ?? ""), {
        ...{ sessionId: SESSION, salt, grant: { hash: hashOf("grant") }, createdAtMs: 0 },
        ...{ manifestHash: hashOf("manifest"), merkleRoot: tree.rootAt(6), chunkCount: 6 },
        ...{ node: network.ground.keys.publicKey, endedAtMs: network.ground.clock.now() - 60_000 },
      }),
    ).toMatchObject({ ok: true });
    expect(recordings.waiting).toBe(0);

    // The log that witnesses are shown is the one that headers commit to.
    const { header } = proof.evidence.final;
    const hashes = Array.from({ length: header.height - 1 }, (_, below) => network.joined.engine.canonicalHash(below + 1) ?? "");
    expect(merkle.rootOf(hashes.map((hash) => Buffer.from(hash, "hex")))).toBe(header.history_root);
  });
});
