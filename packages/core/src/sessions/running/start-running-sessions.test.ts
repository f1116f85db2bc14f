import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestKeys } from "@lucid/chain/testing";
import type { SessionReason } from "@lucid/contract";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { sha256Hex } from "@lucid/proof";
import { expect, it, onTestFinished } from "vitest";
import { chunkEntry, OTHER_USER, STARTED_AT, sessionId } from "../testing/session-fixtures.ts";
import { startTestSessions } from "../testing/start-test-sessions.ts";

const startTest = (options?: Parameters<typeof startTestSessions>[1]) =>
  startTestSessions({ clock: createTestClock(STARTED_AT), signer: createTestKeys("node"), log: silentLog }, options);

const DISPLAY_ENDED: SessionReason = { code: "desktop-ended", data: { part: "display" } };

const states = (code: string, status: string) => expect.objectContaining({ code, details: expect.objectContaining({ status }) });
const wrongState = (status: string) => states("LUCID_SESSION_ERR_4304", status);

it("starts a session once, however many ask for it at the same time", async () => {
  await using test = await startTest();
  const created = test.record(1);
  const first = test.begin(created);
  await expect(test.begin(created)).rejects.toEqual(wrongState("starting"));
  (await test.live(1)).open();
  await first;
  await expect(test.begin(created)).rejects.toEqual(wrongState("recording"));
  expect(test.stateOf(1)).toBe("recording");
});

it("counts sessions that are starting against the limits of the node and of the account", async () => {
  await using test = await startTest({ maxSessions: 3, maxSessionsPerUser: 2 });
  const starts = [1, 2, 3].map((number) => test.begin(test.record(number)));
  await expect(starts[2]).rejects.toMatchObject({ code: "LUCID_SESSION_ERR_4311", details: { limit: 2 } });
  const other = [4, 5].map((number) => test.begin(test.record(number, { userId: OTHER_USER })));
  await expect(other[1]).rejects.toMatchObject({ code: "LUCID_SESSION_ERR_4311", details: { limit: 3 } });
  for (const number of [1, 2, 4]) (await test.live(number)).open();
  await Promise.all([starts[0], starts[1], other[0]]);
  expect(test.sessions.live.size).toBe(3);
  await test.sessions.stop(sessionId(1), "stopped");
  const again = test.begin(test.record(6));
  (await test.live(6)).open();
  await again;
});

it("gives the place back when a start fails, and says why it failed", async () => {
  await using test = await startTest({ maxSessionsPerUser: 1 });
  await expect(test.begin(test.record(1), ["age1nobody"])).rejects.toMatchObject({ code: "LUCID_SESSION_ERR_4314" });
  expect(test.stateOf(1)).toBe("created");
  const created = test.record(2);
  const failing = test.begin(created);
  const live = await test.live(2);
  live.handlers.onEnd("desktop_lost", DISPLAY_ENDED);
  await test.sessions.cancel(sessionId(2));
  await expect(failing).rejects.toEqual(wrongState("cancelled"));
  expect(test.stateOf(2)).toBe("cancelled");
  expect(test.sessions.live.size).toBe(0);
  await test.recording(3);
});

it("stops a session that is still starting as soon as it runs", async () => {
  await using test = await startTest();
  const begun = test.begin(test.record(1));
  const live = await test.live(1);
  const stopped = test.sessions.stop(sessionId(1), "stopped");
  live.open();
  await Promise.all([begun, stopped]);
  expect(live.calls).toEqual(["stop"]);
  expect(test.stateOf(1)).toBe("cancelled");
});

it("ends a session whose desktop dies before anybody knows that it runs", async () => {
  await using test = await startTest();
  const begun = test.begin(test.record(1));
  const live = await test.live(1);
  await live.chunk(0);
  live.handlers.onEnd("desktop_lost", DISPLAY_ENDED);
  live.open();
  await begun;
  await test.sessions.stop(sessionId(1), "stopped");
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "stored", end: "desktop_lost" });
});

it("stops once when two ask at the same time, and refuses a stop after the end", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  await live.chunk(0);
  await Promise.all([test.sessions.stop(sessionId(1), "stopped"), test.sessions.stop(sessionId(1), "limit")]);
  expect(live.calls).toEqual(["stop"]);
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "stored", end: "stopped", chunkCount: 1 });
  expect(test.anchors).toEqual([sessionId(1)]);
  await expect(test.sessions.stop(sessionId(1), "stopped")).rejects.toEqual(wrongState("stored"));
});

it("never says paused or recording of a session that was stopped while it paused or resumed", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  await live.chunk(0);
  const gate = Promise.withResolvers<void>();
  live.gates.pause = gate.promise;
  const pausing = test.sessions.pause(sessionId(1), "lunch");
  const stopping = test.sessions.stop(sessionId(1), "stopped");
  gate.resolve();
  await Promise.all([pausing, stopping]);
  expect(live.calls).toEqual(["pause lunch", "stop"]);
  expect(test.stateOf(1)).toBe("stored");
  await expect(test.sessions.resume(sessionId(1))).rejects.toEqual(wrongState("stored"));
});

it("resumes once when two ask at the same time", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  await test.sessions.pause(sessionId(1), "lunch");
  const [first, second] = await Promise.allSettled([test.sessions.resume(sessionId(1)), test.sessions.resume(sessionId(1))]);
  expect([first.status, second.status]).toEqual(["fulfilled", "rejected"]);
  expect(live.calls).toEqual(["pause lunch", "resume"]);
  expect(test.stateOf(1)).toBe("recording");
});

it("undoes what is starting and seals what runs when the node stops", async () => {
  const test = await startTest();
  const live = await test.recording(1);
  await live.chunk(0);
  const starting = test.begin(test.record(2));
  await test.live(2);
  await Promise.all([expect(starting).rejects.toEqual(wrongState("cancelled")), test.sessions[Symbol.asyncDispose]()]);
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "interrupted", end: "interrupted", chunkCount: 1 });
  expect(test.repository.get(sessionId(2))).toMatchObject({ state: "failed", reason: { code: "start-stopped" } });
  await expect(test.begin(test.record(3))).rejects.toMatchObject({ code: "LUCID_ERR_5008" });
  await test[Symbol.asyncDispose]();
});

it("ends a session at its largest size", async () => {
  await using test = await startTest();
  const created = test.record(1, { maxSizeBytes: 40_000 });
  const begun = test.begin(created);
  const live = await test.live(1);
  live.open();
  await begun;
  await live.chunk(0);
  expect(test.stateOf(1)).toBe("recording");
  await live.chunk(1);
  await expect.poll(() => test.stateOf(1)).toBe("stored");
  expect(test.repository.get(sessionId(1))).toMatchObject({ end: "limit", chunkCount: 2 });
  expect(test.heads.map(({ size }) => size)).toEqual([1, 2]);
});

it("does not start under a grant that ends before anything could be recorded", async () => {
  await using test = await startTest();
  const { grantTerms } = test.record(1);
  const late = test.record(2, { grantTerms: { ...grantTerms, ends_at_ms: test.clock.now() + 4_000 } });
  await expect(test.begin(late)).rejects.toMatchObject({ code: "LUCID_SESSION_ERR_4313" });
});

it("seals nothing but what ended, however often it is asked to try again", async () => {
  await using test = await startTest();
  test.record(1);
  const live = await test.recording(2);
  await live.chunk(0);
  test.record(3, { state: "deleted" });
  for (const [number, state] of [
    [1, "created"],
    [2, "recording"],
    [3, "deleted"],
  ] as const) {
    await expect(test.sessions.retry(sessionId(number))).rejects.toEqual(wrongState(state));
    expect(test.stateOf(number)).toBe(state);
  }
  await test.sessions.stop(sessionId(2), "stopped");
  const before = test.repository.manifest(sessionId(2));
  await test.sessions.retry(sessionId(2));
  expect(test.repository.manifest(sessionId(2))).toBe(before);
});

it("goes on trying to seal a session that ended on a full disk, with every chunk whose file is stored", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  await live.chunk(0);
  test.fillDisk(true);
  await live.chunk(1);
  await test.sessions.stop(sessionId(1), "stopped");
  expect(test.sessions.live.size).toBe(0);
  expect(test.stateOf(1)).toBe("recording");
  await test.sessions.stop(sessionId(1), "stopped");
  test.fillDisk(false);
  test.clock.advance(1_000);
  await expect.poll(() => test.stateOf(1)).toBe("stored");
  expect(test.repository.get(sessionId(1))).toMatchObject({ end: "stopped", chunkCount: 2 });
  expect(await test.store.list(sessionId(1))).toHaveLength(2);
});

it("leaves a session that could not be sealed before the node ended to the next start", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  await live.chunk(0);
  test.fillDisk(true);
  await live.chunk(1);
  await test.sessions[Symbol.asyncDispose]();
  test.fillDisk(false);
  await using _again = await test.again();
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "interrupted", end: "interrupted", chunkCount: 1 });
  expect(await test.store.list(sessionId(1))).toHaveLength(1);
});

it("lets nothing join a session that was sealed without what it had given up", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  await live.chunk(0);
  live.lostChunks = 1;
  await test.sessions.stop(sessionId(1), "stopped");
  const reason = { code: "chunks-lost", data: { chunks: 1 } };
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "stored", end: "recorder_lost", chunkCount: 1, reason });
  await live.chunk(1);
  expect(test.repository.get(sessionId(1))).toMatchObject({ chunkCount: 1 });
  expect(test.heads.map(({ size }) => size)).toEqual([1]);
  await using _again = await test.again();
  expect(await test.store.list(sessionId(1))).toEqual([{ index: 0, size: 1 }]);
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "stored", chunkCount: 1, reason });
});

it("takes a session no step back that was sealed on request while it waited for the disk", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  await live.chunk(0);
  live.lostChunks = 1;
  const seal = test.failNextSeal();
  await test.sessions.stop(sessionId(1), "stopped");
  expect(seal.failed).toBe(true);
  expect(test.stateOf(1)).toBe("processing");
  await test.sessions.retry(sessionId(1));
  const sealed = test.repository.get(sessionId(1));
  expect(sealed).toMatchObject({ state: "stored", reason: { code: "chunks-lost", data: { chunks: 1 } } });
  test.clock.advance(1_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(test.repository.get(sessionId(1))).toEqual(sealed);
});

it("says failed of a session whose node was killed while it started, and never starts it with a second key", async () => {
  await using test = await startTest();
  const begun = test.begin(test.record(1));
  await test.live(1);
  const killed = test.repository.get(sessionId(1));
  expect(killed).toMatchObject({ state: "created", grantSignature: expect.any(String) });
  await using again = await test.again();
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "failed", reason: { code: "start-interrupted" } });
  await expect(again.start(sessionId(1), test.signatureOf(test.record(2)), [])).rejects.toEqual(wrongState("failed"));
  expect(test.repository.envelopes(sessionId(1))).toHaveLength(1);
  (await test.live(1)).open();
  await begun;
});

const FILE = new Uint8Array(100).fill(7);

it.each([
  ["has a chunk whose file was whole when the node was killed before its row", FILE, 2],
  ["has no chunk whose file was never there", undefined, 1],
  ["has no chunk whose file is another than was planned", new Uint8Array(100), 1],
])("%s", async (_what, file, chunkCount) => {
  await using test = await startTest();
  const live = await test.recording(1);
  await live.chunk(0);
  const planned = chunkEntry(1, { session_id: sessionId(1), sha256: sha256Hex(FILE), size: FILE.length });
  live.handlers.planRow(planned);
  if (file) await test.store.put(sessionId(1), 1, file);
  await using _again = await test.again();
  const endedAt = chunkEntry(chunkCount - 1).ended_at_ms;
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "interrupted", end: "interrupted", chunkCount, endedAt });
  expect(await test.store.list(sessionId(1))).toHaveLength(chunkCount);
  expect(test.repository.plannedChunk(sessionId(1))).toBeUndefined();
});

it("seals an interrupted session from its only chunk, which had a file and no row", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  live.handlers.planRow(chunkEntry(0, { session_id: sessionId(1), sha256: sha256Hex(FILE), size: FILE.length }));
  await test.store.put(sessionId(1), 0, FILE);
  await using _again = await test.again();
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "interrupted", chunkCount: 1 });
  expect(test.anchors).toEqual([sessionId(1)]);
});

it("keeps what a start recorded that was given up, and tells the chain nothing of it", async () => {
  await using test = await startTest();
  const begun = test.begin(test.record(1));
  const live = await test.live(1);
  await live.chunk(0);
  live.handlers.planRow(chunkEntry(1, { session_id: sessionId(1), sha256: sha256Hex(FILE), size: FILE.length }));
  await test.store.put(sessionId(1), 1, FILE);
  await test.store.put(sessionId(1), 2, FILE);
  await Promise.all([expect(begun).rejects.toEqual(wrongState("cancelled")), test.sessions.cancel(sessionId(1))]);
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "cancelled", chunkCount: 2, manifestHash: null });
  expect((await test.store.list(sessionId(1))).map(({ index }) => index)).toEqual([0, 1]);
  expect(test.heads).toEqual([]);
  expect(test.repository.plannedChunk(sessionId(1))).toBeUndefined();
});

it("keeps what a start recorded whose node was killed, without a file or a row that has no other", async () => {
  await using test = await startTest();
  const begun = test.begin(test.record(1));
  const live = await test.live(1);
  await live.chunk(0);
  live.handlers.planRow(chunkEntry(1, { session_id: sessionId(1), sha256: sha256Hex(FILE), size: FILE.length }));
  await test.store.put(sessionId(1), 1, new Uint8Array(100));
  await using _again = await test.again();
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "failed", chunkCount: 1, manifestHash: null });
  expect((await test.store.list(sessionId(1))).map(({ index }) => index)).toEqual([0]);
  expect([test.heads, test.anchors]).toEqual([[], []]);
  live.open();
  await begun;
});

it("tells the chain of chunks that came before the session was known to run, once it runs", async () => {
  await using test = await startTest();
  const begun = test.begin(test.record(1));
  const live = await test.live(1);
  await live.chunk(0);
  expect(test.heads).toEqual([]);
  live.open();
  await begun;
  expect(test.heads.map(({ size }) => size)).toEqual([1]);
});

it("adds no planned chunk that has a row already, nor one to a session that was sealed", async () => {
  await using test = await startTest();
  const live = await test.recording(1);
  const first = chunkEntry(0, { session_id: sessionId(1) });
  live.handlers.planRow(first);
  await live.chunk(0);
  expect(test.repository.plannedChunk(sessionId(1))).toBeUndefined();
  live.handlers.planRow(chunkEntry(1, { session_id: sessionId(1), sha256: sha256Hex(FILE), size: FILE.length }));
  await test.store.put(sessionId(1), 1, FILE);
  await test.sessions.stop(sessionId(1), "stopped");
  await using _again = await test.again();
  expect(test.repository.get(sessionId(1))).toMatchObject({ state: "stored", chunkCount: 1 });
});

it("seals the others when one of the interrupted sessions is damaged, and says what is missing of a record", async () => {
  await using test = await startTest();
  await (await test.recording(1)).chunk(0);
  await (await test.recording(2)).chunk(0);
  test.record(3, { state: "recording", createdAt: 0, chunkCount: 1 });
  await test.store.remove(sessionId(2));
  await using _again = await test.again();
  expect(test.stateOf(1)).toBe("interrupted");
  expect(test.repository.get(sessionId(2))).toMatchObject({
    state: "interrupted",
    reason: { code: "chunks-missing", data: { chunks: 1 } },
  });
  expect(test.repository.get(sessionId(3))?.manifestHash).toBeNull();
});

it("removes what is left in the folder of running sessions when none runs yet", async () => {
  const runDirectory = await mkdtemp(join(tmpdir(), "lucid-run-"));
  onTestFinished(() => rm(runDirectory, { recursive: true }));
  await mkdir(join(runDirectory, sessionId(1)));
  await using _test = await startTest({ runDirectory });
  expect(await readdir(runDirectory)).toEqual([]);
});
