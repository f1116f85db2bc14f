import {
  buildDatedSession,
  buildTestSession,
  bundleBytes,
  createTestChain,
  type DatedSessionOptions,
  TEST_EPOCH_S,
  type TestSessionOptions,
} from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { blockHash } from "../chain/header.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import type { Manifest } from "../formats/manifest.ts";
import { rootOf } from "../merkle/tree.ts";
import { anchorOf } from "../session/manifest.ts";
import { judgeBundle } from "./judge-bundle.ts";
import { boundTime } from "./time-bounds.ts";
import { doubtsOf } from "./time-doubts.ts";
import type { VerifiedBundle } from "./verdict.ts";
import { verifyBundle } from "./verify-bundle.ts";
import { describeFacts } from "./words/describe-facts.ts";

const YEAR_S = 31_557_600;

function withEntries(manifest: Manifest, change: (entry: ChunkEntry) => Partial<ChunkEntry>): Manifest {
  const chunks = manifest.chunks.map((entry) => ({ ...entry, ...change(entry) }));
  return { ...manifest, chunks, merkle: { ...manifest.merkle, root: rootOf(chunks.map(canonicalBytes)) } };
}

/** The verdict on a session whose checkpoints and anchor came into blocks at these seconds after its end. */
async function verdictOf(
  options: TestSessionOptions,
  { anchorAt, checkpointsAt = [] }: { anchorAt: number; checkpointsAt?: readonly (readonly [size: number, at: number])[] },
): Promise<VerifiedBundle> {
  const session = buildTestSession("bounds", { chunks: 4, chunkBytes: 64, checkpoints: [], ...options });
  const { manifest } = session.manifest;
  const endS = Math.floor(manifest.ended_at_ms / 1_000);
  const chain = createTestChain(session.network);
  const checkpoints = checkpointsAt.map(([size, at]) => {
    const root = rootOf(manifest.chunks.slice(0, size).map(canonicalBytes));
    const sent = chain.sign(
      { type: "node_checkpoint", data: { heads: [{ session_id: session.sessionId, size, root }] } },
      session.node,
      endS + at,
    );
    chain.addBlock(endS + at, [sent]);
    return sent;
  });
  const anchor = chain.sign({ type: "session_anchor", data: anchorOf(manifest) }, session.node, endS + anchorAt);
  chain.addBlock(endS + anchorAt, [anchor]);
  chain.addBlock(endS + anchorAt + 1);
  const content = session.content({
    anchor: chain.evidence(anchor),
    checkpoints: checkpoints.map((sent) => chain.evidence(sent)),
  });
  const verdict = await verifyBundle(bytesSource(await bundleBytes(content)));
  if (!verdict.verified) throw new Error(`${verdict.code}: ${verdict.detail}`);
  return verdict;
}

describe("the bounds of time", () => {
  it("have the block of the anchor above, and nothing below", async () => {
    const { facts, notProven } = await verdictOf({}, { anchorAt: 10 });
    expect(facts.bounds).toEqual({
      upper: { atMs: facts.anchor.blockTime * 1_000, height: 1, keys: 1 },
      lower: null,
      granted: null,
      clock: { largestErrorMs: null, unknownChunks: 4 },
      anchorLagMs: facts.anchor.blockTime * 1_000 - facts.endedAtMs,
      live: { count: 0, chunks: 0, greatestLagMs: null },
      doubts: [],
    });
    expect(notProven.join()).toContain("nothing here shows that it was not made earlier");
  });

  it("count a checkpoint as live only when its block is not dated after the end", async () => {
    const late = await verdictOf({}, { anchorAt: 90_000, checkpointsAt: [[4, 86_400]] });
    expect(late.facts.checkpoints).toMatchObject([{ chunks: 4, isLive: false }]);
    expect(late.facts.bounds.live).toEqual({ count: 0, chunks: 0, greatestLagMs: null });
    expect(late.proven.join()).not.toContain("while it ran");
    expect(late.notProven.join()).toContain("this file has no entry of the chain from while it ran");
    const live = await verdictOf(
      {},
      {
        anchorAt: 10,
        checkpointsAt: [
          [1, -28],
          [3, -2],
          [4, 1],
        ],
      },
    );
    expect(live.facts.checkpoints.map(({ isLive }) => isLive)).toEqual([true, true, false]);
    expect(live.facts.bounds.live).toMatchObject({ count: 2, chunks: 3 });
    expect(live.proven.join()).toContain("2 entries on the chain fixed the first 3 chunks while it ran");
    expect(live.notProven.join()).toMatch(
      /That the last chunk was not changed before the block, dated \d+(\.\d)? s after the stated end/u,
    );
  });

  it("say the lag of the anchor also where every chunk was fixed while it ran", async () => {
    const late = (drafted: Manifest): Manifest => ({ ...drafted, ended_at_ms: drafted.ended_at_ms + 20_000 });
    const { facts, proven, notProven } = await verdictOf({ edit: late }, { anchorAt: 10, checkpointsAt: [[4, -15]] });
    expect(facts.bounds.live).toMatchObject({ chunks: 4 });
    expect(proven.join()).toMatch(
      /fixed all chunks while it ran; .* The block with the whole of it is dated \d+(\.\d)? s after/u,
    );
    expect(notProven.join()).not.toContain("after the stated end");
  });

  it("give the longest that a chunk waited, not only the last of a checkpoint", async () => {
    const { facts } = await verdictOf({}, { anchorAt: 10, checkpointsAt: [[3, -2]] });
    const [checkpoint] = facts.checkpoints;
    const blockMs = (checkpoint?.blockTime ?? 0) * 1_000;
    const firstEnd = facts.startedAtMs + 250 + 10_000;
    expect(checkpoint?.lagMs).toBe(blockMs - firstEnd);
    expect(facts.bounds.live.greatestLagMs).toBe(blockMs - firstEnd);
    expect(blockMs - (checkpoint?.endedAtMs ?? 0)).toBe(blockMs - firstEnd - 20_000);
  });

  it("say of a block that is dated before the stated start or end that it is", async () => {
    const early = (drafted: Manifest): Manifest => ({
      ...drafted,
      ended_at_ms: drafted.ended_at_ms + 5_000,
      created_at_ms: drafted.ended_at_ms + 5_000,
    });
    const before = await verdictOf({ edit: early }, { anchorAt: -8 });
    expect(before.facts.bounds.doubts).toEqual([{ code: "anchor-before-end", ms: -before.facts.bounds.anchorLagMs }]);
    expect(before.facts.bounds.anchorLagMs).toBeLessThan(0);
    const start = await verdictOf({ chunks: 1 }, { anchorAt: -40 });
    expect(start.facts.bounds.doubts).toEqual([
      { code: "anchor-before-start", ms: start.facts.startedAtMs - start.facts.anchor.blockTime * 1_000 },
    ]);
    expect(start.notProven.join()).toMatch(/Times that do not fit: the block is dated \d+ s before the stated start/u);
  });

  it("say of a start before the network's that it is, as a clock that was ahead makes one", async () => {
    const edit = (drafted: Manifest): Manifest => ({ ...drafted, started_at_ms: (TEST_EPOCH_S - 600) * 1_000 });
    const { facts, notProven } = await verdictOf({ edit }, { anchorAt: 10 });
    expect(facts.bounds.doubts).toEqual([{ code: "start-before-genesis", ms: 600_000 }]);
    expect(notProven.join()).toContain("it states to have begun 10 min before its network did");
  });

  it("give the largest error that the clock declares, in how many chunks it is unknown, and doubt an absurd one", async () => {
    const errors = (list: readonly (number | null)[]) => (drafted: Manifest) =>
      withEntries(drafted, ({ index }) => ({ clock_error_ms: list[index] ?? null }));
    const usual = await verdictOf({ edit: errors([12, null, 40, 3]) }, { anchorAt: 10 });
    expect(usual.facts.bounds).toMatchObject({ clock: { largestErrorMs: 40, unknownChunks: 1 }, doubts: [] });
    const absurd = await verdictOf({ edit: errors([0, 30 * YEAR_S * 1_000]) }, { anchorAt: 10 });
    expect(absurd.facts.bounds.doubts).toEqual([{ code: "clock-error", ms: 30 * YEAR_S * 1_000 }]);
    expect(absurd.notProven.join()).toContain("the node's clock may have been wrong by 30 years");
  });
});

describe("what contradicts a recording beside it", () => {
  it("is told of a list that is signed before it ended, and of a file made before its blocks", async () => {
    const session = buildTestSession("bounds", {
      ...{ chunks: 4, chunkBytes: 64, checkpoints: [] },
      edit: (drafted) => ({ ...drafted, created_at_ms: drafted.ended_at_ms - 4_000 }),
    });
    const content = session.content({ describe: { created_at_ms: TEST_EPOCH_S * 1_000 - 600_000 } });
    const verdict = await judgeBundle(bytesSource(await bundleBytes(content)));
    const said = verdict.verified ? verdict.notProven.join() : verdict.code;
    expect(said).toContain("it is stated to have been signed 4 s before it ended");
    expect(said).toMatch(/this file is stated to have been made 1\d min \d+ s before a block that it holds/u);
  });

  it("is told of a block that the reader's clock has not come to, and of no other", async () => {
    const bytes = bytesSource(await bundleBytes(buildTestSession("bounds", { chunks: 1, chunkBytes: 64 }).content()));
    const anchored = await verifyBundle(bytes);
    const blockMs = anchored.verified ? anchored.facts.anchor.finalTime * 1_000 : 0;
    const at = async (nowMs: number) => {
      const verdict = await judgeBundle(bytes, { nowMs });
      return verdict.verified ? { doubts: verdict.facts.bounds.doubts, said: verdict.notProven.join() } : undefined;
    };
    expect((await at(blockMs - 60_000))?.doubts).toEqual([]);
    const ahead = await at(blockMs - 60_001);
    expect(ahead?.doubts).toEqual([{ code: "block-ahead", ms: 60_001 }]);
    expect(ahead?.said).toContain("a block that it holds is dated 1 min after the clock of the computer that checks it");
  });

  it("is told of a policy that it outlasted, or that has another form", async () => {
    const policy = {
      ...{ format: "lucid-policy", version: 1, input: { mouse: true, keyboard: true }, network: "none" },
      clipboard: { host_to_remote: false, remote_to_host: false },
      recording: { keystrokes: false, on_loss: "freeze" },
      limits: { duration_s: 10, idle_s: 30 },
    };
    const longer = (drafted: Manifest): Manifest => ({ ...drafted, started_at_ms: drafted.started_at_ms - 60_000 });
    const kept = await verdictOf({ policy, chunks: 1 }, { anchorAt: 10 });
    expect(kept.facts.policy).toEqual({ version: 1, longerMs: 0, afterLossMs: 0 });
    expect(kept.notProven.join()).toContain("the events that show it are sealed in the chunks");
    expect(kept.notProven.join()).not.toContain("longer than");
    const outlasted = await verdictOf({ policy, chunks: 1, edit: longer }, { anchorAt: 10 });
    expect(outlasted.notProven.join()).toContain("by its own times it lasted 1 min longer than policy.json allows");
    const { notProven } = await verdictOf({}, { anchorAt: 10 });
    expect(notProven.join()).toContain("policy.json has a form that this verifier does not know, and nothing of it was compared");
  });
});

describe("the block that a recording of version 2 names as one before it", () => {
  const second = async (options: TestSessionOptions): Promise<VerifiedBundle> => {
    const session = buildTestSession("bounds", { chunks: 4, chunkBytes: 64, version: 2, anchorVersion: 2, ...options });
    const verdict = await verifyBundle(bytesSource(await bundleBytes(session.content())));
    if (!verdict.verified) throw new Error(`${verdict.code}: ${verdict.detail}`);
    return verdict;
  };

  it("is its lower bound where the evidence shows the block's time", async () => {
    const { facts, notProven } = await second({});
    expect(facts.bounds.lower).toEqual({ chunk: 0, atMs: TEST_EPOCH_S * 1_000, height: 0 });
    expect(notProven.join()).toContain("Its list of chunks was not made before block 0 dated 2026-01-01T00:00:00Z.");
  });

  it("bounds what follows the first entry whose block the evidence of a checkpoint shows", async () => {
    const options = { version: 2, anchorVersion: 2, chunks: 4, chunkBytes: 64, checkpoints: [1] } as const;
    const { network, checkpoints } = buildTestSession("bounds", {
      ...options,
      editEntry: (entry) => ({ ...entry, after: null }),
    });
    const [shown] = checkpoints[0]?.headers ?? [];
    const after = { height: 1, hash: blockHash(shown!.header) };
    const { facts, notProven } = await second({
      ...options,
      editEntry: (entry) => ({ ...entry, after: entry.index < 2 ? null : after }),
    });
    expect(facts.network.hash).toBe(network.hash);
    expect(facts.bounds.lower).toEqual({ chunk: 2, atMs: shown!.header.timestamp * 1_000, height: 1 });
    expect(notProven.join()).toContain("What the list says from chunk 3 on was not made before block 1 dated");
  });

  it("is only said to be named where the file does not show that it exists", async () => {
    const hash = "1".repeat(64);
    const chain = { height: 0, hash: buildTestSession("bounds", { chunks: 1 }).network.hash };
    expect((await second({ editEntry: (entry) => ({ ...entry, after: chain }) })).facts.bounds.lower).not.toBeNull();
    const unknown = await second({ chunks: 4, checkpoints: [], editEntry: (entry) => ({ ...entry, after: null }) });
    expect(unknown.facts.bounds.lower).toBeNull();
    expect(unknown.notProven.join()).toContain("nothing here shows that it was not made earlier");
    const said = describeFacts({ ...unknown.facts, after: { height: 7, hash, shown: false } }).notProven.join();
    expect(said).toContain(
      `and that block 7 (${hash}) was final before. This file does not show that the network has that block`,
    );
    const shown = describeFacts({ ...unknown.facts, after: { height: 7, hash, shown: true } }).notProven.join();
    expect(shown).toContain(`Its list of chunks was not made before block 7 (${hash}), whose time is not in this file`);
  });

  it("says that the chain holds no later head where the anchor names the last", async () => {
    const { notProven } = await second({ checkpoints: [2] });
    expect(notProven.join()).toMatch(/chunks 3-4 were not changed before the block.*and the anchor names no later one/u);
    const none = await second({ checkpoints: [] });
    expect(none.notProven.join()).toContain("no entry of the chain from while it ran, and the anchor names no later one");
  });
});

describe("the blocks that a bundle of version 2 dates", () => {
  const made = (options: DatedSessionOptions) => buildDatedSession("dated", { chunks: 4, chunkBytes: 64, ...options });
  const datedOf = async (options: DatedSessionOptions = {}, content = made(options).content): Promise<VerifiedBundle> => {
    const verdict = await verifyBundle(bytesSource(await bundleBytes(content)));
    if (!verdict.verified) throw new Error(`${verdict.code}: ${verdict.detail}`);
    return verdict;
  };

  it("bound the start of the recording, and the owner's signature, from below", async () => {
    const { facts, proven, notProven } = await datedOf();
    const [granted, first] = facts.blocks;
    expect(facts.bounds).toMatchObject({
      lower: { chunk: 0, height: 3, atMs: (first?.blockTime ?? 0) * 1_000 },
      granted: { height: 2, atMs: (granted?.blockTime ?? 0) * 1_000 },
      doubts: [],
    });
    expect(facts.after).toMatchObject({ height: 3, shown: true });
    expect(proven.join()).toContain(`signed, naming block 2 (${granted?.blockHash}) dated 2026-01-01T00:00:10Z, that`);
    expect(notProven.join()).toContain("Its list of chunks was not made before block 3 dated 2026-01-01T00:00:20Z.");
  });

  it("leave the genesis to the doubt that is about it", async () => {
    const { manifest } = buildTestSession("dated", { chunks: 4, chunkBytes: 64, version: 2 }).manifest;
    const { facts } = await datedOf();
    const network = { ...facts.network, genesisTime: facts.network.genesisTime + 1_000 };
    expect(boundTime(manifest, network, facts.anchor, [], []).lower).toMatchObject({ chunk: 0, height: 0 });
    const genesis = { genesis_time: network.genesisTime };
    const doubts = doubtsOf({
      ...{ manifest, genesis, anchor: facts.anchor, checkpoints: [], headers: [] },
      madeAtMs: facts.bundleCreatedAtMs,
    });
    expect(doubts.map(({ code }) => code)).toEqual(["start-before-genesis"]);
  });

  it("are said to doubt a start that is older than them", async () => {
    const { facts, notProven } = await datedOf({ blocksAtS: [0, 10, 70, 130] });
    expect(facts.bounds.doubts).toEqual([]);
    expect(notProven.join()).not.toContain("Times that do not fit");
    const late = await datedOf({ blocksAtS: [0, 10, 130, 140] });
    expect(late.facts.bounds.doubts).toEqual([{ code: "start-before-block", ms: 130_000 - 60_250 }]);
    expect(late.notProven.join()).toContain(
      "something in it is stated to have begun 1 min 9 s before a block that it names as an earlier one",
    );
    const three = made({ blocksAtS: [0, 10, 130, 140] }).headerAt(3);
    const granted = { height: 3, hash: blockHash(three) };
    const { content } = made({ blocksAtS: [0, 10, 130, 140], granted });
    const same = await datedOf({}, { ...content, blocks: content.blocks?.slice(1) });
    expect(same.facts.bounds).toMatchObject({ granted: { height: 3 }, doubts: [{ ms: 130_000 - 60_000 }] });
  });
});
