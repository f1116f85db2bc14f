import { type ChainSubmit, createSoloGenesis, parametersForInterval } from "@lucid/chain";
import { createTestKeys, startTestChain } from "@lucid/chain/testing";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { networksOf } from "../../lucid-chain/index.ts";
import { createSessionMetrics } from "../running/sessions.metrics.ts";
import { createOwnPlaces } from "../stored/own-places.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { openTestRepository, STARTED_AT, sessionId, sessionRecord } from "../testing/session-fixtures.ts";
import { createAnchoring } from "./anchoring.ts";

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
    networks: networksOf(chain),
    checkpointer: { forget: () => undefined },
    keys,
    repository,
    places: createOwnPlaces({ chains: [chain], repository, node: keys.publicKey }),
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

it("follows a session from its anchor into a final block", async () => {
  await using test = await openAnchoring();
  const id = test.session(1);
  test.anchoring.submit(id);
  test.clock.advance(2_000);
  expect(test.repository.get(id)).toMatchObject({ state: "anchored", anchorTransaction: expect.any(String) });
  test.clock.advance(4_000);
  expect(test.repository.get(id)).toMatchObject({ state: "completed", completedAt: expect.any(Number) });
});

it("sends an anchor that a full disk kept back with the next block", async () => {
  await using test = await openAnchoring();
  const id = test.session(1);
  test.disk.isFull = true;
  expect(() => test.anchoring.submit(id)).toThrow("full");
  expect(() => test.anchoring.resume()).not.toThrow();
  expect(test.repository.get(id)).toMatchObject({ state: "stored", anchorTransaction: null });
  test.disk.isFull = false;
  test.clock.advance(300_000);
  expect(test.repository.get(id)?.state).toBe("completed");
});

it("sends an anchor again that the chain has never heard of", async () => {
  await using test = await openAnchoring();
  const id = test.session(1, { anchorTransaction: "d".repeat(64) });
  test.anchoring.resume();
  test.clock.advance(8_000);
  expect(test.repository.get(id)?.state).toBe("completed");
});

it("sends no anchor of a session that was recorded for another network, and says so", async () => {
  await using test = await openAnchoring();
  const { grantTerms } = sessionRecord({ sessionId: sessionId(1) });
  const id = test.session(1, { grantTerms });
  test.anchoring.resume();
  test.anchoring.submit(id);
  test.clock.advance(300_000);
  expect(test.repository.get(id)).toMatchObject({
    state: "stored",
    anchorTransaction: null,
    errorMessage: expect.stringContaining("has ended"),
  });
});

it("leaves an interrupted session interrupted, and says why the chain refused an anchor", async () => {
  await using test = await openAnchoring();
  const interrupted = test.session(1, { state: "interrupted", end: "interrupted" });
  test.anchoring.submit(interrupted);
  test.chain.submit.own("node_checkpoint", { heads: [{ session_id: sessionId(2), size: 5, root }] });
  test.clock.advance(8_000);
  const shrunk = test.session(2);
  test.anchoring.submit(shrunk);
  test.clock.advance(300_000);
  expect(test.repository.get(interrupted)).toMatchObject({ state: "interrupted", completedAt: expect.any(Number) });
  expect(test.repository.get(shrunk)).toMatchObject({
    state: "stored",
    errorMessage: "The chain refused the anchor: size_shrinks",
  });
});
