import { createTestKeys } from "@lucid/chain/testing";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { createMemoryChunkStore } from "@lucid/pipeline";
import { DOMAIN, verifyObject } from "@lucid/proof";
import { expect, it } from "vitest";
import { openTestRepository, STARTED_AT, sessionId, sessionRecord, USER } from "../testing/session-fixtures.ts";
import { createSessionDeletion } from "./session-deletion.ts";
import type { SessionRecord } from "./session-row.ts";

const DAY_MS = 86_400_000;

function openDeletion() {
  const stack = new DisposableStack();
  const { repository } = stack.use(openTestRepository());
  const clock = createTestClock(STARTED_AT);
  const keys = { ...createTestKeys("node"), signText: () => "" };
  const store = createMemoryChunkStore();
  let isBelieved = true;
  const judge = () => (isBelieved ? { isBelieved } : { isBelieved, aheadMs: DAY_MS, remainingMs: DAY_MS });
  const time = { watch: { judge } };
  const deps = { clock, keys, repository, store, time, log: silentLog };
  const deletion = stack.use(createSessionDeletion(deps));
  async function session(number: number, change: Partial<SessionRecord> = {}): Promise<SessionRecord> {
    const ended = { state: "completed", endedAt: STARTED_AT, completedAt: STARTED_AT } as const;
    const record = sessionRecord({ sessionId: sessionId(number), ...ended, ...change });
    repository.insert(record);
    await store.put(record.sessionId, 0, new Uint8Array([number]));
    return record;
  }
  const statesOf = (...numbers: number[]) => numbers.map((number) => repository.get(sessionId(number))?.state);
  const believe = (does: boolean): void => void (isBelieved = does);
  return { ...deps, deletion, session, statesOf, believe, [Symbol.dispose]: () => stack.dispose() };
}

it("deletes what its retention has passed, with a signed receipt, and nothing that is held or not proven yet", async () => {
  using test = openDeletion();
  await test.session(1, { retentionDays: 30 });
  await test.session(2, { retentionDays: 31 });
  await test.session(3, { retentionDays: 1, legalHold: true });
  await test.session(4, { retentionDays: 1, state: "stored", completedAt: null });
  await test.session(5, { retentionDays: 1, state: "interrupted" });
  test.clock.advance(30 * DAY_MS + 1);
  await test.deletion.sweep();
  expect(test.statesOf(1, 2, 3, 4, 5)).toEqual(["deleted", "completed", "completed", "stored", "deleted"]);
  expect(await test.store.sessions()).toEqual([2, 3, 4].map(sessionId));
  const { receipt, signature } = JSON.parse(test.repository.receipt(sessionId(1)) ?? "");
  expect(receipt).toMatchObject({ reason: "retention ended", deleted_by: USER, session_id: sessionId(1) });
  expect(verifyObject(DOMAIN.deletion, receipt, signature, test.keys.publicKey)).toBe(true);
});

it("takes the wrapped keys and the picture along", async () => {
  using test = openDeletion();
  for (const number of [1, 2]) {
    await test.session(number);
    test.repository.addEnvelope(sessionId(number), { envelope: new Uint8Array(1), recipients: ["age1"] }, STARTED_AT);
    test.repository.setPicture(sessionId(number), new Uint8Array(1), STARTED_AT);
  }
  await test.deletion.remove(sessionId(1), USER, "");
  const left = (id: string) => [
    test.repository.envelopes(id).length,
    test.repository.picture(id)?.length,
    test.repository.get(id)?.pictureAt,
  ];
  expect(left(sessionId(1))).toEqual([0, undefined, null]);
  expect(left(sessionId(2))).toEqual([1, 1, STARTED_AT]);
});

it("deletes nothing by a clock that is not believed, but bytes of what was deleted before", async () => {
  using test = openDeletion();
  await test.session(1, { retentionDays: 1 });
  await test.session(2, { state: "deleted" });
  test.clock.setNow(STARTED_AT + 3_650 * DAY_MS);
  test.believe(false);
  await test.deletion.sweep();
  expect(test.statesOf(1)).toEqual(["completed"]);
  expect(await test.store.sessions()).toEqual([sessionId(1)]);
  test.believe(true);
  await test.deletion.sweep();
  expect(test.statesOf(1)).toEqual(["deleted"]);
});

it("sweeps by itself, again after six hours", async () => {
  using test = openDeletion();
  await test.session(1, { retentionDays: 1 });
  test.clock.advance(DAY_MS + 7 * 3_600_000);
  await expect.poll(() => test.statesOf(1)).toEqual(["deleted"]);
});

it("refuses to delete what is held, what runs, and what is deleted already", async () => {
  using test = openDeletion();
  const held = await test.session(1, { legalHold: true });
  await expect(test.deletion.remove(held.sessionId, USER, "")).rejects.toMatchObject({ code: "LUCID_SESSION_ERR_4317" });
  for (const [number, state] of [
    [2, "recording"],
    [3, "paused"],
    [4, "processing"],
    [5, "deleted"],
  ] as const) {
    const record = await test.session(number, { state });
    await expect(test.deletion.remove(record.sessionId, USER, "")).rejects.toMatchObject({ code: "LUCID_SESSION_ERR_4304" });
  }
});

it("lets one of two deletions at once win, and removes bytes that a crash left behind", async () => {
  using test = openDeletion();
  const record = await test.session(1);
  const both = await Promise.allSettled([
    test.deletion.remove(record.sessionId, USER, "a"),
    test.deletion.remove(record.sessionId, USER, "b"),
  ]);
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(JSON.parse(test.repository.receipt(sessionId(1)) ?? "").receipt.reason).toBe("a");
  await test.session(2, { state: "deleted" });
  await test.deletion.sweep();
  expect(await test.store.sessions()).toEqual([]);
});

it("goes on with the others when one cannot be deleted", async () => {
  using test = openDeletion();
  for (const number of [1, 2]) await test.session(number, { retentionDays: 1, endedAt: STARTED_AT - 2 * DAY_MS });
  const failing = {
    ...test.store,
    remove: (id: string) => (id === sessionId(1) ? Promise.reject(new Error("EIO")) : test.store.remove(id)),
  };
  using deletion = createSessionDeletion({ ...test, store: failing });
  await deletion.sweep();
  expect(test.statesOf(1, 2)).toEqual(["deleted", "deleted"]);
  expect(await test.store.sessions()).toEqual([sessionId(1)]);
  await test.deletion.sweep();
  expect(await test.store.sessions()).toEqual([]);
});
