import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { AUDIT_START_MS, openTestStore, testRecord } from "../testing/open-test-audit.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function openFile() {
  const folder = mkdtempSync(join(tmpdir(), "lucid-audit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "audit.db");
  const store = openTestStore(path);
  onTestFinished(() => store[Symbol.dispose]());
  return { store, path };
}

const sequences = (store: ReturnType<typeof openTestStore>, filter: object, more: { before?: number; limit?: number } = {}) =>
  store.list({ filter, limit: 100, ...more }).entries.map(({ sequence }) => sequence);

describe("the store of the audit log", () => {
  it("hashes each entry onto the one before, from the hash of what the log begins with", () => {
    using store = openTestStore();
    const records = [1, 2, 3].map((number) => testRecord({ details: { number } }));
    store.append({ records: records.slice(0, 1), isAgain: false });
    const { size, head, logId, beginning } = store.append({ records: records.slice(1), isAgain: false });
    expect(logId).toBe(sha256(beginning));
    let previous = logId;
    for (const { content, hash, sequence } of store.list({ filter: {}, limit: 10 }).entries.toReversed()) {
      expect(JSON.parse(content)).toEqual({ ...records[sequence - 1], sequence, previous });
      expect(hash).toBe(sha256(content));
      previous = hash;
    }
    expect({ size, head }).toEqual({ size: 3, head: previous });
  });

  it("goes on after a restart, and takes what comes again only once", () => {
    const { store, path } = openFile();
    const [first, second] = [testRecord({}), testRecord({})];
    store.append({ records: [first], isAgain: false });
    using again = openTestStore(path);
    const { size, head } = again.append({ records: [first, second], isAgain: true });
    expect(size).toBe(2);
    expect(store.head(null).head).toBe(head);
    expect(again.check({ after: 0, hash: again.head(null).logId, limit: 10 })).toEqual({ checkedTo: 2, hash: head });
  });

  it("refuses to change or to remove an entry, whoever asks", () => {
    const { store, path } = openFile();
    store.append({ records: [testRecord({}), testRecord({})], isAgain: false });
    const db = new Database(path);
    expect(() => db.exec("UPDATE audit_entry SET content = '{}' WHERE sequence = 1")).toThrow("an audit entry is not changed");
    expect(() => db.exec("DELETE FROM audit_entry WHERE sequence = 1")).toThrow("an audit entry is not removed");
    expect(() => db.exec("UPDATE audit_log SET log_id = 'x'")).toThrow("begins once");
    db.close();
  });

  it("names the entry that somebody changed or removed in the file itself", () => {
    const { store, path } = openFile();
    store.append({ records: [1, 2, 3, 4].map((number) => testRecord({ details: { number } })), isAgain: false });
    const check = () => store.check({ after: 0, hash: store.head(null).logId, limit: 10 });
    expect(check().problem).toBeUndefined();
    const db = new Database(path);
    db.exec("DROP TRIGGER audit_entry_stays; DROP TRIGGER audit_entry_kept");
    db.exec("UPDATE audit_entry SET content = replace(content, '\"number\":3', '\"number\":9') WHERE sequence = 3");
    expect(check()).toMatchObject({ checkedTo: 2, problem: { sequence: 3, reason: "altered" } });
    db.exec("DELETE FROM audit_entry WHERE sequence = 2");
    expect(check()).toMatchObject({ checkedTo: 1, problem: { sequence: 2, reason: "removed" } });
    db.close();
  });
});

describe("the search", () => {
  const [ada, bob] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];

  function openSearch() {
    const store = openTestStore();
    const lines = [
      { action: "logins.login", user_id: ada, ip: "10.0.0.1" },
      { action: "sessions.start", user_id: ada, target: bob },
      { action: "sessions.start", user_id: bob, outcome: "LUCID_ERR_2004" },
      { action: "people.account_locked", details: { reason: "Über die Grenze" } },
    ];
    store.append({ records: lines.map((line, at) => testRecord(line, at * HOUR)), isAgain: false });
    return store;
  }
  const at = (hours: number): string => new Date(AUDIT_START_MS + hours * HOUR).toISOString();

  it("finds by each field, and by several together", () => {
    using store = openSearch();
    expect(sequences(store, { user_id: ada })).toEqual([2, 1]);
    expect(sequences(store, { action: "sessions.start" })).toEqual([3, 2]);
    expect(sequences(store, { action: "sessions.start", user_id: ada })).toEqual([2]);
    expect(sequences(store, { event_type: "authorization" })).toEqual([3]);
    expect(sequences(store, { severity: "warning", status: "failure" })).toEqual([3]);
    expect(sequences(store, { event: "PERMISSION_DENIED" })).toEqual([3]);
    expect(sequences(store, { resource_type: "session", resource_id: bob })).toEqual([2]);
    expect(sequences(store, { action: "sessionsstart" })).toEqual([]);
  });

  it("finds by words of any text, as they begin, and never takes a sign for a command", () => {
    using store = openSearch();
    expect(sequences(store, { q: "grenz uber" })).toEqual([4]);
    expect(sequences(store, { q: "10.0.0.1" })).toEqual([1]);
    expect(sequences(store, { q: ' " ) OR tags:*' })).toEqual([]);
    expect(sequences(store, { q: "  -- " })).toEqual([4, 3, 2, 1]);
  });

  it("finds an entry by its hash, as it was copied, within the other filters", () => {
    using store = openSearch();
    const hash = store.hashOf(3) ?? expect.fail("no hash");
    expect(sequences(store, { q: hash })).toEqual([3]);
    expect(sequences(store, { q: ` 0x${hash.toUpperCase()} ` })).toEqual([3]);
    expect(sequences(store, { q: hash, action: "sessions.start" })).toEqual([3]);
    expect(sequences(store, { q: hash, action: "logins.login" })).toEqual([]);
    expect(sequences(store, { q: hash }, { before: 3 })).toEqual([]);
    expect(sequences(store, { q: `${hash.slice(0, 16)}${"0".repeat(48)}` })).toEqual([]);
    store.append({ records: [testRecord({ details: { noted: hash } }, HOUR * 9)], isAgain: false });
    expect(sequences(store, { q: hash })).toEqual([5, 3]);
  });

  it("keeps to dates, also where the clock was set back", () => {
    using store = openSearch();
    store.append({ records: [testRecord({}, HOUR + 5)], isAgain: false });
    expect(sequences(store, { from: at(1), to: at(2) })).toEqual([5, 3, 2]);
    expect(sequences(store, { to: at(0) })).toEqual([1]);
    expect(sequences(store, { from: at(9) })).toEqual([]);
    expect(sequences(store, { from: at(1), q: "sessions" })).toEqual([5, 3, 2]);
  });

  it("goes on page by page without losing or repeating one", () => {
    using store = openSearch();
    const first = store.list({ filter: {}, limit: 3 });
    expect([first.entries.map(({ sequence }) => sequence), first.next]).toEqual([[4, 3, 2], 2]);
    const second = store.list({ filter: {}, limit: 3, before: first.next ?? 0 });
    expect([second.entries.map(({ sequence }) => sequence), second.next]).toEqual([[1], null]);
  });
});

describe("retention", () => {
  it("removes what is older, leaves a tombstone in the log, and the rest still checks", () => {
    using store = openTestStore();
    store.append({ records: [0, 1, 40, 41].map((day) => testRecord({ details: { day } }, day * DAY)), isAgain: false });
    const removal = store.removable(AUDIT_START_MS + 30 * DAY);
    if (!removal) expect.fail("nothing to remove");
    expect(removal).toMatchObject({ first: 1, last: 2, count: 2, lastHash: store.hashOf(2) });
    const { last, count, lastHash } = removal;
    store.entomb({ record: testRecord({ action: "audit.cleaned_up", details: { last, count, last_hash: lastHash } }), removal });
    expect(sequences(store, {})).toEqual([5, 4, 3]);
    expect([store.sweep(1), store.sweep(1), store.sweep(1)]).toEqual([1, 1, 0]);
    expect(store.head(null)).toMatchObject({ size: 5, first: 3 });
    expect(store.hashOf(2)).toBe(lastHash);
    expect(store.check({ after: 2, hash: lastHash, limit: 10 })).toMatchObject({ checkedTo: 5 });
    expect(store.removable(AUDIT_START_MS + 30 * DAY)).toBeNull();
  });

  it("always keeps the newest entry", () => {
    using store = openTestStore();
    store.append({ records: [testRecord({}), testRecord({})], isAgain: false });
    expect(store.removable(AUDIT_START_MS + 400 * DAY)).toMatchObject({ first: 1, last: 1 });
  });
});
