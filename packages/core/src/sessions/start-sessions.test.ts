import { SessionId } from "@lucid/contract";
import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { insertUsers, OTHER_USER, sessionId, sessionRecord, USER } from "./testing/session-fixtures.ts";
import { startSessionsArea } from "./testing/start-sessions-area.ts";
import { testCaller } from "./testing/test-caller.ts";

const newest = { page: 1, limit: 20, sort: "created_at", order: "desc" } as const;
const notFound = expect.objectContaining({ code: "LUCID_SESSION_ERR_4301" });

async function openArea() {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const started = stack.use(await startSessionsArea(ground));
  insertUsers(ground.db);
  started.insert(sessionRecord({ name: "Patch window" }));
  return { ...started, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("lets other areas find a session for whoever may see it, and for nobody else", async () => {
  await using test = await openArea();
  const { find } = test.area;
  expect(find(sessionId(1), testCaller(USER, []))).toMatchObject({ userId: USER, name: "Patch window", state: "created" });
  expect(find(sessionId(1), testCaller(OTHER_USER, ["view_all_sessions"]))).toMatchObject({ userId: USER });
  expect(() => find(sessionId(1), testCaller(OTHER_USER, []))).toThrow(notFound);
  expect(() => find(sessionId(2), testCaller(USER, []))).toThrow(notFound);
});

it("lists a session by the texts of other areas until its recording is deleted", async () => {
  await using test = await openArea();
  const caller = testCaller(USER, []);
  const found = async (q: string) => (await test.sessions.list({ ...newest, q }, caller)).pagination.total;
  test.area.search.put(sessionId(1), "notes", "the disk was full");
  expect([await found("disk patch"), await found("disk audit")]).toEqual([1, 0]);
  await test.sessions.remove({ session_id: SessionId.parse(sessionId(1)), reason: "" }, caller);
  test.area.search.put(sessionId(1), "notes", "the disk was full");
  expect(await found("disk")).toBe(0);
});

it("gives all sessions of an account for its export, however many, and none of another", async () => {
  await using ground = await openTestGround();
  insertUsers(ground.db);
  await using test = await startSessionsArea(ground);
  const mine = Array.from({ length: 205 }, (_, at) => sessionRecord({ sessionId: sessionId(at) }));
  for (const record of [...mine, sessionRecord({ sessionId: sessionId(300), userId: OTHER_USER })]) test.insert(record);
  const [sessions] = (await test.area.ownData?.(USER)) ?? [];
  const entries = await Array.fromAsync(sessions?.entries ?? []);
  const ids = entries.map((entry) => "session_id" in entry && entry.session_id);
  expect(new Set(ids)).toEqual(new Set(mine.map((record) => record.sessionId)));
  expect(ids).toHaveLength(mine.length);
});
