import { NoteId, noteErrors, type Permission, SessionId } from "@lucid/contract";
import { expect, it } from "vitest";
import type { Services } from "../calls/index.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { insertUsers, OTHER_USER, sessionId, sessionRecord, USER } from "../sessions/testing/session-fixtures.ts";
import { startSessionsArea } from "../sessions/testing/start-sessions-area.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startNotes } from "./start-notes.ts";

const session_id = SessionId.parse(sessionId(1));
const owner = testCaller(USER, ["create_session"]);
const watcher = (...more: Permission[]) => testCaller(OTHER_USER, ["view_all_sessions", "create_session", ...more]);
const refused = (name: keyof typeof noteErrors.spec) => expect.objectContaining({ code: noteErrors.spec[name].code });

async function openNotes() {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const started = stack.use(await startSessionsArea(ground));
  const start = () => startNotes(ground, { sessions: started.area, people: { getUser: () => undefined } });
  const area = stack.use(start());
  insertUsers(ground.db);
  started.insert(sessionRecord({ name: "Patch window" }));
  const notes = area.services?.notes;
  if (!notes) throw new Error("The area of notes has no service");
  const found = async (q: string) => {
    const { pagination } = await started.sessions.list({ page: 1, limit: 20, sort: "created_at", order: "desc", q }, owner);
    return pagination.total;
  };
  const write = async (text: string, caller = owner) => NoteId.parse((await notes.add({ session_id, text }, caller)).note_id);
  return {
    ground,
    area,
    start,
    notes,
    found,
    write,
    sessions: started.sessions,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const textsOf = async (notes: Services["notes"]) => (await notes.list({ session_id }, owner)).notes.map(({ text }) => text);

it("keeps who wrote what and when, oldest first", async () => {
  await using test = await openNotes();
  const note_id = await test.write("The disk was full.");
  test.ground.clock.advance(60_000);
  await test.notes.add({ session_id, text: "Cleared by hand." }, watcher());
  test.ground.clock.advance(60_000);
  await test.notes.change({ session_id, note_id, text: "The disk of node 3 was full." }, owner);
  const { notes } = await test.notes.list({ session_id }, owner);
  expect(notes).toMatchObject([
    {
      text: "The disk of node 3 was full.",
      author: { user_id: USER },
      created_at: "2026-01-01T00:00:00.000Z",
      changed_at: expect.any(String),
    },
    { text: "Cleared by hand.", author: { user_id: OTHER_USER }, changed_at: null },
  ]);
});

it("is read by whoever sees the session, and by nobody else", async () => {
  await using test = await openNotes();
  await test.notes.add({ session_id, text: "Mine." }, owner);
  expect((await test.notes.list({ session_id }, watcher())).notes).toHaveLength(1);
  const stranger = testCaller(OTHER_USER, ["create_session"]);
  for (const call of [
    () => test.notes.list({ session_id }, stranger),
    () => test.notes.add({ session_id, text: "In." }, stranger),
  ]) {
    expect(call).toThrow(expect.objectContaining({ code: "LUCID_SESSION_ERR_4301" }));
  }
});

it("is changed by its author only, and removed by its author or who may delete any session", async () => {
  await using test = await openNotes();
  const note_id = await test.write("Mine.");
  expect(() => test.notes.change({ session_id, note_id, text: "Yours." }, watcher())).toThrow(refused("NOTE_OF_SOMEBODY_ELSE"));
  expect(() => test.notes.remove({ session_id, note_id }, watcher())).toThrow(refused("NOTE_OF_SOMEBODY_ELSE"));
  await test.notes.remove({ session_id, note_id }, watcher("delete_any_session"));
  expect(await textsOf(test.notes)).toEqual([]);
  expect(() => test.notes.remove({ session_id, note_id }, owner)).toThrow(refused("NOTE_NOT_FOUND"));
});

it("lets the list of sessions find a session by what was written about it, as it is now", async () => {
  await using test = await openNotes();
  const note_id = await test.write("The raid controller complained");
  expect([await test.found("raid"), await test.found("patch raid"), await test.found("printer")]).toEqual([1, 1, 0]);
  await test.notes.change({ session_id, note_id, text: "The printer complained" }, owner);
  expect([await test.found("raid"), await test.found("printer")]).toEqual([0, 1]);
  await test.notes.remove({ session_id, note_id }, owner);
  expect(await test.found("printer")).toBe(0);
});

it("tells of each change whoever sees the session", async () => {
  await using test = await openNotes();
  const heard: string[] = [];
  using _listening = test.ground.changes.on("notes", (id) => heard.push(id));
  const note_id = await test.write("One.");
  await Promise.resolve();
  await test.notes.remove({ session_id, note_id }, owner);
  await Promise.resolve();
  expect(heard).toEqual([session_id, session_id]);
  expect(test.area.events?.["notes"]?.(session_id, watcher())).toEqual({ type: "notes", session_id });
  expect(test.area.events?.["notes"]?.(session_id, testCaller(OTHER_USER, []))).toBeUndefined();
});

it("goes with the recording", async () => {
  await using test = await openNotes();
  await test.notes.add({ session_id, text: "One." }, owner);
  await test.sessions.remove({ session_id, reason: "" }, owner);
  await Promise.resolve();
  expect(await textsOf(test.notes)).toEqual([]);
});

it("goes with the recording also when the node ended in between", async () => {
  await using test = await openNotes();
  await test.write("One.");
  await test.area[Symbol.asyncDispose]();
  await test.sessions.remove({ session_id, reason: "" }, owner);
  await Promise.resolve();
  const left = () => test.ground.db.read.prepare("SELECT count(*) AS notes FROM notes").get();
  expect(left()).toEqual({ notes: 1 });
  await using _again = test.start();
  expect(left()).toEqual({ notes: 0 });
});

it("has an end: two hundred to a session", async () => {
  await using test = await openNotes();
  for (let count = 0; count < 200; count += 1) await test.notes.add({ session_id, text: "Again." }, owner);
  expect(() => test.notes.add({ session_id, text: "Once more." }, owner)).toThrow(refused("TOO_MANY_NOTES"));
});
