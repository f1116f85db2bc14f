import { BlockView, ChainInfo, TransactionView } from "@lucid/contract";
import { type ChunkProof, canonicalBytes, canonicalJson, merkle, verifyChunkProof } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { solo, startSolo, testAnchor } from "../testing/index.ts";
import type { SubmitOutcome } from "./submit.types.ts";

const { startMs, keys, genesis, slotMs } = solo;

function idOf(outcome: SubmitOutcome): string {
  if (outcome.kind === "refused") throw new Error(outcome.reason);
  return outcome.id;
}

describe("what a chain answers", () => {
  it("has the form of the contract", async () => {
    const { clock, chain } = await startSolo();
    chain.submit.own("session_anchor", testAnchor(1));
    clock.advance(4_000);
    chain.submit.own("session_anchor", testAnchor(2));
    expect(ChainInfo.parse(chain.read.info())).toMatchObject({
      current_height: 2,
      total_transactions: 1,
      pending_transactions: 1,
    });
    const { blocks, total } = chain.read.blocks({ page: 1, limit: 1 });
    expect({ total, blocks: blocks.map((block) => BlockView.parse(block).height) }).toEqual({ total: 2, blocks: [2] });
    const { transactions } = chain.read.transactions({ page: 1, limit: 10 });
    expect(transactions.map((transaction) => TransactionView.parse(transaction).status)).toEqual(["pending", "final"]);
    expect(chain.read.transactions({ page: 2, limit: 1 })).toMatchObject({ total: 2, transactions: [{ status: "final" }] });
    expect(chain.read.transactions({ page: 1, limit: 9, status: "final", type: "node_checkpoint" }).total).toBe(0);
    expect(chain.read.anchorView(testAnchor(1).session_id)).toMatchObject({
      anchored: true,
      status: "confirmed",
      confirmation_count: 2,
    });
    expect(chain.read.anchorView(testAnchor(2).session_id)).toMatchObject({ anchored: false, status: "pending" });
    expect(chain.read.anchorView(testAnchor(3).session_id)).toBeUndefined();
    expect(chain.read.consensus()).toMatchObject({ active: true, slot: 0, leader: keys.publicKey, participants_count: 1 });
    expect(chain.read.participants()).toMatchObject([{ public_key: keys.publicKey, is_self: true }]);
  });

  it("pages blocks by height", async () => {
    const { clock, chain } = await startSolo();
    clock.advance(7 * slotMs - 1);
    const heights = (filter: object) => chain.read.blocks({ page: 1, limit: 3, ...filter }).blocks.map(({ height }) => height);
    expect(heights({})).toEqual([7, 6, 5]);
    expect(heights({ page: 3 })).toEqual([1]);
    expect(heights({ page: 4 })).toEqual([]);
    expect(heights({ from_height: 2, to_height: 3 })).toEqual([3, 2]);
    expect(heights({ hash: chain.read.blockAt(4)?.hash })).toEqual([4]);
    expect(heights({ height: 9 })).toEqual([]);
  });
});

describe("proof of a chunk in a session of eight hours", () => {
  it("takes at most 4 096 bytes", async () => {
    const { clock, chain } = await startSolo();
    const HOURS_MS = 28_800_000;
    const beganMs = startMs - HOURS_MS;
    const tree = merkle.createTree();
    const entryAt = (index: number) => ({
      ...{ session_id: testAnchor(1).session_id, index, take: 0, started_at_ms: beganMs + index * 10_000 },
      ...{ ended_at_ms: beganMs + index * 10_000 + 9_999, clock_error_ms: 100, keyframe: true, events: 1_000, gap_before: null },
      ...{ codec: "zstd", suite: "xchacha20-poly1305", plain_size: 10_485_760, size: 10_400_120, sha256: "c".repeat(64) },
    });
    for (let index = 0; index < 2_880; index += 1) tree.append(canonicalBytes(entryAt(index)));
    const anchor = testAnchor(1, {
      merkle_root: tree.root(),
      chunk_count: 2_880,
      total_size: 30_000_000_000,
      ended_at_ms: startMs,
    });
    const id = idOf(chain.submit.own("session_anchor", { ...anchor, started_at_ms: beganMs }));
    clock.advance(4_000);
    const evidence = chain.read.evidence(id);
    const proof = {
      format: "lucid-chunk-proof",
      version: 1,
      entry: entryAt(1_234),
      path: tree.inclusionPath(1_234, 2_880),
      evidence,
    };
    expect(verifyChunkProof(proof as ChunkProof, genesis)).toMatchObject({ ok: true });
    // The heights of a chain that has gone on for those hours take 18 bytes more.
    const LONGER_HEIGHTS = 64;
    expect(Buffer.byteLength(canonicalJson(proof))).toBeLessThanOrEqual(4_096 - LONGER_HEIGHTS);
  });
});
