import { setImmediate as turn } from "node:timers/promises";
import { type ChainSubmit, createSoloGenesis, parametersForInterval } from "@lucid/chain";
import { createTestKeys, startTestChain } from "@lucid/chain/testing";
import { createTestClock, silentLog, type TestClock } from "@lucid/foundation/testing";
import { canonicalBytes, merkle } from "@lucid/proof";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { networksOf } from "../../lucid-chain/index.ts";
import { createSessionMetrics } from "../running/sessions.metrics.ts";
import { createOwnPlaces } from "../stored/own-places.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { chunkEntry, openTestRepository, STARTED_AT, sessionId, sessionRecord } from "../testing/session-fixtures.ts";
import { createAnchoring } from "./anchoring.ts";
import { anchorOf } from "./session-anchor.ts";
import { createSessionTrees } from "./session-trees.ts";

const root = "b".repeat(64);
/** A session that is sealed and not anchored yet. */
const sealed: Partial<SessionRecord> = {
  state: "stored",
  grantSignature: "ab",
  startedAt: STARTED_AT,
  endedAt: STARTED_AT + 10_000,
  end: "stopped",
  chunkCount: 1,
  size: 10,
  manifestHash: "c".repeat(64),
  merkleRoot: root,
};

async function openAnchoring() {
  const stack = new AsyncDisposableStack();
  const { repository } = stack.use(openTestRepository());
  const clock = createTestClock(STARTED_AT);
  const keys = createTestKeys("node");
  const genesis = createSoloGenesis({
    network: "test",
    startsAtMs: STARTED_AT,
    publicKey: keys.publicKey,
    parameters: parametersForInterval(2),
  });
  const chain = stack.use(await startTestChain({ clock, keys }, { genesis }));
  const disk = { isFull: false };
  const own: ChainSubmit["own"] = (type, data) => {
    if (disk.isFull) throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    return chain.submit.own(type, data);
  };
  const metrics = createSessionMetrics(new Registry(), { live: new Map(), unsealed: new Set() });
  const deps = {
    clock,
    log: silentLog,
    chain: { ...chain, submit: { ...chain.submit, own } },
    networks: networksOf({ ...chain, node: keys.publicKey }),
    checkpointer: { forget: () => undefined },
    keys,
    repository,
    trees: createSessionTrees(repository),
    places: createOwnPlaces({ chains: [{ ...chain, node: keys.publicKey }], repository }),
    metrics,
  };
  const anchoring = stack.use(createAnchoring(deps, () => undefined));
  function session(number: number, change: Partial<SessionRecord> = {}): string {
    const { grantTerms } = sessionRecord({ sessionId: sessionId(number) });
    const terms = { grantTerms: { ...grantTerms, network: chain.networkId } };
    const record = sessionRecord({ sessionId: sessionId(number), ...terms, ...sealed, ...change });
    repository.insert(record);
    repository.update(record.sessionId, { manifest: "{}" }, STARTED_AT);
    return record.sessionId;
  }
  return { clock, chain, disk, repository, anchoring, session, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Time passes in steps of a block, and what was begun meanwhile gets its turn. */
async function pass(clock: TestClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 2_000) {
    await turn();
    clock.advance(2_000);
  }
}

it("follows a session from its anchor into a final block", async () => {
  await using test = await openAnchoring();
  const id = test.session(1);
  await test.anchoring.submit(id);
  test.clock.advance(2_000);
  expect(test.repository.get(id)).toMatchObject({ state: "anchored", anchorTransaction: expect.any(String) });
  test.clock.advance(4_000);
  expect(test.repository.get(id)).toMatchObject({ state: "completed", completedAt: expect.any(Number) });
});

it("sends an anchor that a full disk kept back with the next block", async () => {
  await using test = await openAnchoring();
  const id = test.session(1);
  test.disk.isFull = true;
  await expect(test.anchoring.submit(id)).rejects.toThrow("full");
  expect(() => test.anchoring.resume()).not.toThrow();
  expect(test.repository.get(id)).toMatchObject({ state: "stored", anchorTransaction: null });
  await turn();
  test.disk.isFull = false;
  await pass(test.clock, 300_000);
  expect(test.repository.get(id)?.state).toBe("completed");
});

it("sends an anchor again that the chain has never heard of", async () => {
  await using test = await openAnchoring();
  const id = test.session(1, { anchorTransaction: "d".repeat(64) });
  test.anchoring.resume();
  await pass(test.clock, 8_000);
  expect(test.repository.get(id)?.state).toBe("completed");
});

it("sends no anchor of a session that was recorded for another network, and says so", async () => {
  await using test = await openAnchoring();
  const { grantTerms } = sessionRecord({ sessionId: sessionId(1) });
  const id = test.session(1, { grantTerms });
  test.anchoring.resume();
  await test.anchoring.submit(id);
  test.clock.advance(300_000);
  expect(test.repository.get(id)).toMatchObject({
    state: "stored",
    anchorTransaction: null,
    reason: { code: "chain-ended", data: {} },
  });
});

it("leaves an interrupted session interrupted, and says why the chain refused an anchor", async () => {
  await using test = await openAnchoring();
  const interrupted = test.session(1, { state: "interrupted", end: "interrupted" });
  await test.anchoring.submit(interrupted);
  test.chain.submit.own("node_checkpoint", { heads: [{ session_id: sessionId(2), size: 5, root }] });
  test.clock.advance(8_000);
  const shrunk = test.session(2);
  await test.anchoring.submit(shrunk);
  test.clock.advance(300_000);
  expect(test.repository.get(interrupted)).toMatchObject({ state: "interrupted", completedAt: expect.any(Number) });
  expect(test.repository.get(shrunk)).toMatchObject({
    state: "stored",
    reason: { code: "anchor-refused", data: { refusal: "size_shrinks" } },
  });
});

/** A sealed session with its rows, and the tree over them. */
function sealedOf(test: Awaited<ReturnType<typeof openAnchoring>>, count: number) {
  const id = test.session(1, { chunkCount: 0, size: 0, manifestHash: null, merkleRoot: null });
  const tree = merkle.createTree();
  for (let index = 0; index < count; index += 1) {
    const entry = chunkEntry(index);
    tree.append(canonicalBytes(entry));
    test.repository.addChunk(entry, STARTED_AT);
  }
  test.repository.update(id, { manifestHash: sealed.manifestHash ?? null, merkleRoot: tree.root() }, STARTED_AT);
  return { id, tree };
}

it("shows by a path that the anchor goes on from the last head the chain holds, waiting heads counted", async () => {
  await using test = await openAnchoring();
  const { id, tree } = sealedOf(test, 9);
  test.chain.submit.own("node_checkpoint", { heads: [{ session_id: id, size: 3, root: tree.rootAt(3) }] });
  test.clock.advance(2_000);
  test.chain.submit.own("node_checkpoint", { heads: [{ session_id: id, size: 6, root: tree.rootAt(6) }] });
  await test.anchoring.submit(id);
  await pass(test.clock, 8_000);
  expect(test.repository.get(id)?.state).toBe("completed");
  const consistency = { size: 6, root: tree.rootAt(6), path: tree.consistencyPath(6, 9) };
  expect(test.chain.read.anchorOf(id)?.anchor).toMatchObject({ chunk_count: 9, consistency });
});

it("does not get a session anchored whose chunks were rewritten after their head was committed", async () => {
  await using test = await openAnchoring();
  const { id } = sealedOf(test, 9);
  test.chain.submit.own("node_checkpoint", { heads: [{ session_id: id, size: 6, root }] });
  await pass(test.clock, 4_000);
  await test.anchoring.submit(id);
  await pass(test.clock, 8_000);
  const reason = { code: "anchor-refused", data: { refusal: "path_invalid" } };
  expect(test.repository.get(id)).toMatchObject({ state: "stored", reason });
});

it("finds the anchor that was sent before a crash, of whichever kind, and sends no other", async () => {
  await using test = await openAnchoring();
  const [old, recent] = [1, 2].map((number) => test.session(number)) as [string, string];
  const stated = anchorOf(test.repository.get(old)!)!;
  const sent = test.chain.submit.own("session_anchor", stated);
  await test.anchoring.submit(recent);
  const id = test.repository.get(recent)?.anchorTransaction;
  test.repository.update(recent, { anchorTransaction: null }, STARTED_AT);
  for (const session of [old, recent]) await test.anchoring.submit(session);
  expect(sent).toEqual({ kind: "accepted", id: test.repository.get(old)?.anchorTransaction });
  expect(test.repository.get(recent)).toMatchObject({ anchorTransaction: id, reason: null });
  await pass(test.clock, 8_000);
  expect([old, recent].map((session) => test.repository.get(session)?.state)).toEqual(["completed", "completed"]);
});
