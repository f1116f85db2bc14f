import { BlockView, ChainInfo, TransactionView } from "@lucid/contract";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import {
  type ChunkProof,
  canonicalBytes,
  canonicalJson,
  merkle,
  type SessionAnchor,
  verifyChunkProof,
  verifyEvidence,
} from "@lucid/proof";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import type { SubmitOutcome } from "./faces/submit.types.ts";
import { createSoloGenesis, parametersForInterval } from "./genesis.ts";
import { startChain } from "./start-chain.ts";
import { createTestDisk, createTestKeys, startTestChain, testAnchor } from "./testing/index.ts";

const startMs = Date.UTC(2026, 0, 1);
const keys = createTestKeys("solo");
const parameters = parametersForInterval(2);
const genesis = createSoloGenesis({ network: "test", startsAtMs: startMs, publicKey: keys.publicKey, parameters });
const slotMs = parameters.slot_duration * 1_000;

async function startSolo() {
  const clock = createTestClock(startMs);
  const disk = createTestDisk();
  const chain = await startTestChain({ clock, keys, disk }, { genesis });
  const restart = async () => {
    await chain[Symbol.asyncDispose]();
    return startTestChain({ clock, keys, disk }, { genesis });
  };
  return { clock, disk, chain, restart };
}

function idOf(outcome: SubmitOutcome): string {
  if (outcome.kind === "refused") throw new Error(outcome.reason);
  return outcome.id;
}

const head = (number: number, size: number, root = "a".repeat(64)) => ({ session_id: testAnchor(number).session_id, size, root });

describe("a solo chain without transactions", () => {
  it("builds one empty block in a slot", async () => {
    const { clock, chain } = await startSolo();
    clock.advance(3 * slotMs - 1);
    expect(chain.read.head().height).toBe(3);
    expect(chain.read.blocks({ page: 1, limit: 10 }).blocks.map(({ slot }) => slot)).toEqual([2, 1, 0]);
  });
});

describe("a transaction of a solo chain", () => {
  it("goes from pending to included in the next block, and is final with the one after", async () => {
    const { clock, chain } = await startSolo();
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    expect(chain.submit.status(id)).toEqual({ state: "pending", id });
    expect(chain.read.evidence(id)).toBeUndefined();
    clock.advance(2_000);
    expect(chain.submit.status(id)).toEqual({ state: "included", id, height: 1, confirmations: 1 });
    clock.advance(2_000);
    expect(chain.submit.status(id)).toEqual({ state: "final", id, height: 1, confirmations: 2 });
    expect(chain.read.finalized()).toMatchObject({ height: 1, hash: chain.read.blockAt(1)?.hash });
    clock.advance(slotMs / 2);
    expect(chain.read.head().height).toBe(2);
    expect(chain.submit.status("f".repeat(64))).toEqual({ state: "unknown" });
  });

  it("has evidence that the verifier accepts, for this network alone", async () => {
    const { clock, chain } = await startSolo();
    const ids = Array.from({ length: 5 }, (_, number) => idOf(chain.submit.own("session_anchor", testAnchor(number))));
    clock.advance(4_000);
    for (const id of ids) {
      const evidence = chain.read.evidence(id);
      expect(evidence && verifyEvidence(evidence, genesis)).toMatchObject({ ok: true, value: { transactionId: id, height: 1 } });
      expect(evidence && verifyEvidence(evidence, { ...genesis, network: "another" })).toMatchObject({ ok: false });
    }
  });

  it("is kept and sent on after a restart", async () => {
    const { clock, chain, restart } = await startSolo();
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    const again = await restart();
    expect(again.submit.status(id).state).toBe("pending");
    clock.advance(4_000);
    expect(again.submit.status(id).state).toBe("final");
  });

  it("is signed anew when it expired while the node was away, and is found under its old id", async () => {
    const { clock, chain, restart } = await startSolo();
    const checkpoint = idOf(chain.submit.own("node_checkpoint", { heads: [head(1, 3)] }));
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    await chain[Symbol.asyncDispose]();
    clock.advance(3_600_000);
    const again = await restart();
    clock.advance(6_000);
    const status = again.submit.status(id);
    expect(status.state).toBe("final");
    expect(status).not.toHaveProperty("id", id);
    expect(again.submit.status(checkpoint).state).toBe("final");
    const evidence = again.read.evidence(id);
    expect(evidence && verifyEvidence(evidence, genesis)).toMatchObject({ ok: true });
  });

  it("has the same id when the same data is sent again, before and after it is final", async () => {
    const { clock, chain } = await startSolo();
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    expect(idOf(chain.submit.own("session_anchor", testAnchor(1)))).toBe(id);
    clock.advance(2_000);
    expect(idOf(chain.submit.own("session_anchor", testAnchor(1)))).toBe(id);
    clock.advance(2 * slotMs);
    expect(idOf(chain.submit.own("session_anchor", testAnchor(1)))).toBe(id);
  });
});

describe("LucidAnchors on a solo chain", () => {
  const refusalOf = (outcome: SubmitOutcome) => (outcome.kind === "refused" ? outcome.reason : outcome.kind);

  it("takes one anchor for a session and no checkpoint after it, waiting or included", async () => {
    const { clock, chain } = await startSolo();
    chain.submit.own("session_anchor", testAnchor(1));
    for (const waitMs of [0, 2_000, 10_000]) {
      clock.advance(waitMs);
      expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { chunk_count: 11 })))).toBe("already_anchored");
      expect(refusalOf(chain.submit.own("node_checkpoint", { heads: [head(1, 20)] }))).toBe("already_anchored");
    }
  });

  it("never lets a session shrink or change what was committed", async () => {
    const { clock, chain } = await startSolo();
    chain.submit.own("node_checkpoint", { heads: [head(1, 8)] });
    clock.advance(2_000);
    expect(refusalOf(chain.submit.own("node_checkpoint", { heads: [head(1, 7)] }))).toBe("size_shrinks");
    expect(refusalOf(chain.submit.own("node_checkpoint", { heads: [head(1, 8, "b".repeat(64))] }))).toBe("head_differs");
    expect(refusalOf(chain.submit.own("node_checkpoint", { heads: [head(1, 9), head(1, 10)] }))).toBe("head_repeated");
    expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { chunk_count: 7 })))).toBe("size_shrinks");
    expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { chunk_count: 8 })))).toBe("head_differs");
    expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { started_at_ms: 2, ended_at_ms: 1 })))).toBe(
      "ends_before_start",
    );
    expect(refusalOf(chain.submit.own("session_anchor", testAnchor(1, { chunk_count: 9 })))).toBe("accepted");
  });

  it("places the anchor and lists the heads before it", async () => {
    const { clock, chain } = await startSolo();
    for (const size of [2, 5]) {
      chain.submit.own("node_checkpoint", { heads: [head(1, size)] });
      clock.advance(2_000);
    }
    const id = idOf(chain.submit.own("session_anchor", testAnchor(1)));
    clock.advance(4_000);
    const { session_id } = testAnchor(1);
    expect(chain.read.checkpointsOf(session_id)).toMatchObject([
      { size: 2, height: 1, final: true },
      { size: 5, height: 2, final: true },
    ]);
    expect(chain.read.lastCheckpointOf(session_id)).toMatchObject({ size: 5, height: 2 });
    expect([1, 2, 5].map((size) => chain.read.finalCheckpointAbove(session_id, size)?.size)).toEqual([2, 5, undefined]);
    expect(chain.read.anchorOf(session_id)).toMatchObject({
      ...{ transaction_id: id, height: 3, final: true },
      ...{ anchor: testAnchor(1), sender: keys.publicKey },
    });
    expect(chain.submit.expectedSession(session_id)).toMatchObject({ size: 10, anchored: true, own: true });
  });

  it("thins a long list of heads evenly and tells final ones from others", async () => {
    const { clock, chain } = await startSolo();
    for (const size of [1, 2, 3, 4, 5, 6]) {
      chain.submit.own("node_checkpoint", { heads: [head(1, size)] });
      clock.advance(2_000);
    }
    const { session_id } = testAnchor(1);
    const sizes = (filter: Parameters<typeof chain.read.checkpointsOf>[1]) =>
      chain.read.checkpointsOf(session_id, filter).map((checkpoint) => checkpoint.size);
    expect(sizes({ most: 3 })).toEqual([1, 4, 6]);
    expect(sizes({ finalOnly: true })).toEqual(sizes({}).filter((size) => size <= (sizes({ finalOnly: true }).at(-1) ?? 0)));
    expect(chain.read.checkpointsOf(session_id, { finalOnly: true }).every((checkpoint) => checkpoint.final)).toBe(true);
    expect(chain.read.lastCheckpointOf("00000000-0000-4000-8000-000000000000")).toBeUndefined();
  });

  it("gives a session to the sender who named it first", async () => {
    const { clock, chain } = await startSolo();
    chain.submit.own("node_checkpoint", { heads: [head(1, 5)] });
    clock.advance(2_000);
    const thief = createTestKeys("thief");
    const data: SessionAnchor = testAnchor(1);
    const envelope = {
      version: 1,
      network: chain.networkId,
      sender: thief.publicKey,
      sequence: 0,
      expires_at: startMs / 1000 + 60,
    } as const;
    const transaction = { ...envelope, type: "session_anchor" as const, data };
    const outcome = chain.submit.signed({ transaction, signature: thief.sign("lucid:transaction:v1", transaction) });
    clock.advance(slotMs);
    expect(chain.submit.status(idOf(outcome)).state).not.toBe("included");
    expect(chain.read.anchorOf(data.session_id)).toBeUndefined();
  });
});

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
    const tree = merkle.createTree();
    const entryAt = (index: number) => ({
      ...{ session_id: testAnchor(1).session_id, index, take: 0, started_at_ms: startMs + index * 10_000 },
      ...{ ended_at_ms: startMs + index * 10_000 + 9_999, clock_error_ms: 100, keyframe: true, events: 1_000, gap_before: null },
      ...{ codec: "zstd", suite: "xchacha20-poly1305", plain_size: 10_485_760, size: 10_400_120, sha256: "c".repeat(64) },
    });
    for (let index = 0; index < 2_880; index += 1) tree.append(canonicalBytes(entryAt(index)));
    const anchor = testAnchor(1, {
      merkle_root: tree.root(),
      chunk_count: 2_880,
      total_size: 30_000_000_000,
      ended_at_ms: startMs + 28_800_000,
    });
    const id = idOf(chain.submit.own("session_anchor", { ...anchor, started_at_ms: startMs }));
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
    expect(Buffer.byteLength(canonicalJson(proof))).toBeLessThanOrEqual(4_096);
  });
});

describe("when things go wrong", () => {
  it("builds at the next position when the disk did not take a block", async () => {
    const { clock, disk, chain, restart } = await startSolo();
    await chain[Symbol.asyncDispose]();
    let isFull = false;
    const write = {
      prepare: disk.db.write.prepare.bind(disk.db.write),
      transaction: (work: () => unknown) => () => {
        if (isFull) throw new Error("disk full");
        return disk.db.write.transaction(work)();
      },
    } as unknown as typeof disk.db.write;
    const started = await startTestChain({ clock, keys, disk: { ...disk, db: { ...disk.db, write } } }, { genesis });
    const id = idOf(started.submit.own("session_anchor", testAnchor(1)));
    isFull = true;
    clock.advance(4_000);
    expect(started.read.head().height).toBe(0);
    isFull = false;
    clock.advance(4_000);
    expect(started.submit.status(id).state).toBe("final");
    await started[Symbol.asyncDispose]();
    expect((await restart()).submit.status(id).state).toBe("final");
  });

  it("is not stopped by a listener that throws", async () => {
    const { clock, chain } = await startSolo();
    const heights: number[] = [];
    chain.read.onBlock(() => {
      throw new Error("not my problem");
    });
    chain.read.onBlock((block) => void heights.push(block.header.height));
    clock.advance(slotMs + 1);
    expect(heights).toEqual([1, 2]);
  });

  it("refuses a database of another network", async () => {
    const { clock, disk } = await startSolo();
    const other = createSoloGenesis({ network: "other", startsAtMs: startMs, publicKey: keys.publicKey });
    await expect(startTestChain({ clock, keys, disk }, { genesis: other })).rejects.toThrow("belongs to the network");
  });

  it("refuses a database that is older than what it has signed", async () => {
    const { clock, disk } = await startSolo();
    clock.advance(2 * slotMs);
    const { db } = createTestDisk();
    await expect(startTestChain({ clock, keys, disk: { ...disk, db } }, { genesis })).rejects.toThrow("has lost blocks");
  });

  it("builds nothing while its clock is set back behind what it has signed", async () => {
    const { clock, disk, chain } = await startSolo();
    clock.advance(2 * slotMs);
    await chain[Symbol.asyncDispose]();
    const earlier = createTestClock(startMs + slotMs / 2);
    const again = await startTestChain({ clock: earlier, keys, disk }, { genesis });
    again.submit.own("session_anchor", testAnchor(1));
    const { height } = again.read.head();
    earlier.advance(slotMs);
    expect(again.read.head().height).toBe(height);
    earlier.advance(2 * slotMs);
    expect(again.read.head().height).toBeGreaterThan(height);
  });

  it("does not sign a position again when its sign-state file was lost", async () => {
    const { clock, disk, chain } = await startSolo();
    clock.advance(2_000);
    await chain[Symbol.asyncDispose]();
    const { signState } = createTestDisk();
    const again = await startTestChain({ clock, keys, disk: { ...disk, signState } }, { genesis });
    again.submit.own("session_anchor", testAnchor(1));
    clock.advance(6_000);
    const blocks = again.read.blocks({ page: 1, limit: 9 }).blocks.map(({ slot, position }) => `${slot}.${position}`);
    expect(new Set(blocks).size).toBe(blocks.length);
    expect(again.read.finalized().height).toBeGreaterThan(0);
  });
});

it("shows its height, final height and outbox as metrics", async () => {
  const clock = createTestClock(startMs);
  const { db, signState } = createTestDisk();
  const metrics = new Registry();
  await using chain = await startChain({ clock, keys, db, signState, log: silentLog, metrics }, { genesis });
  chain.submit.own("session_anchor", testAnchor(1));
  clock.advance(4_000);
  const text = await metrics.metrics();
  expect(text).toContain("lucid_chain_height 2");
  expect(text).toContain("lucid_chain_finalized_height 1");
  expect(text).toContain("lucid_chain_outbox_transactions 0");
});
