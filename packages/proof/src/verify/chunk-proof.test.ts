import { buildTestSession } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import type { ChunkProof } from "../formats/evidence.ts";
import { readChunkProof, verifyChunkProof } from "./chunk-proof.ts";

const session = buildTestSession("chunk-proof", { chunks: 9, chunkBytes: 150 });
const { genesis } = session.network;

const codeOf = (proof: ChunkProof, network = genesis) => {
  const outcome = verifyChunkProof(proof, network);
  return outcome.ok ? "ok" : [outcome.failure.code, outcome.failure.chunk];
};

describe("a chunk proof", () => {
  it("shows each chunk to be part of the anchored recording", () => {
    for (let index = 0; index < 9; index += 1) {
      const outcome = verifyChunkProof(session.chunkProof(index), genesis);
      expect(outcome).toMatchObject({
        ok: true,
        value: { treeSize: 9, committedBy: "session_anchor", network: { hash: session.network.hash } },
      });
    }
  });

  it("shows a chunk to be part of what was anchored while the session ran", () => {
    expect(verifyChunkProof(session.liveProof(3)!, genesis)).toMatchObject({
      ok: true,
      value: { treeSize: 5, committedBy: "node_checkpoint" },
    });
  });

  it("is refused for a changed entry, another place or another session", () => {
    const proof = session.chunkProof(4);
    expect(codeOf({ ...proof, entry: { ...proof.entry, events: 999 } })).toEqual(["path-invalid", 4]);
    expect(codeOf({ ...proof, path: session.chunkProof(5).path })).toEqual(["path-invalid", 4]);
    expect(codeOf({ ...proof, entry: { ...proof.entry, index: 8 } })).toEqual(["path-invalid", 8]);
    const other = buildTestSession("chunk-proof-other", { chunks: 9 });
    expect(codeOf({ ...proof, entry: other.manifest.manifest.chunks[4]! })).toEqual(["path-invalid", 4]);
  });

  it("is refused on another network and with evidence that does not hold", () => {
    const proof = session.chunkProof(0);
    expect(codeOf(proof, buildTestSession("elsewhere", { chunks: 1 }).network.genesis)).toEqual(["network-mismatch", undefined]);
    expect(codeOf({ ...proof, evidence: { ...proof.evidence, tx_index: 1 } })).toEqual(["transaction-not-in-block", undefined]);
  });

  it("is read from its canonical form only", () => {
    const bytes = canonicalBytes(session.chunkProof(2));
    expect(readChunkProof(bytes)).toMatchObject({ ok: true });
    expect(readChunkProof(new Uint8Array([...bytes, 10]))).toMatchObject({ ok: false, failure: { code: "json-not-canonical" } });
  });

  it.each([
    ["of version 1", 1, 4_096],
    ["of version 2", 2, 4_608],
  ] as const)("%s takes little in a session of 2 880 chunks, whichever chunk it is", (_name, anchorVersion, most) => {
    const day = buildTestSession("eight hours", {
      chunks: 2_880,
      chunkBytes: 16,
      checkpoints: [2_879],
      anchorVersion,
      version: anchorVersion,
    });
    const { chunks } = day.manifest.manifest;
    const sizes = chunks.map(({ index }) => canonicalBytes(day.liveProof(index) ?? day.chunkProof(index)).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
    expect(codeOf(day.chunkProof(2_879), day.network.genesis)).toBe("ok");
  });
});
