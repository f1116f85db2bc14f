import { SessionPolicy } from "@lucid/contract";
import { hashObject } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { openDatabaseOf010 } from "../../testing/database-0.1.0.ts";
import { OTHER_USER, STARTED_AT, sessionId, sessionRecord, USER } from "../../testing/session-fixtures.ts";
import { createSessionRepository } from "../session-repository.ts";
import { sessionTables } from "../session-tables.ts";

const newest = { sort: "created_at", order: "desc", limit: 10, offset: 0 } as const;

function openUpgraded() {
  const sealed = { state: "completed", manifestHash: "a".repeat(64), manifest: '{"manifest":{}}', anchoredAt: 1 } as const;
  const db = openDatabaseOf010([
    sessionRecord({ ...sealed, sessionId: sessionId(1), createdAt: STARTED_AT + 9, name: "Étude", chunkCount: 3, size: 30 }),
    sessionRecord({ sessionId: sessionId(2), userId: OTHER_USER, description: "with étude", chunkCount: 2, size: 20 }),
    sessionRecord({ sessionId: sessionId(3), state: "deleted", name: "Étude, forgotten", chunkCount: 7, size: 70 }),
  ]);
  db.attach(sessionTables);
  return { db, repository: createSessionRepository(db), [Symbol.dispose]: () => db[Symbol.dispose]() };
}

describe("a database of version 0.1.0", () => {
  it("keeps its sessions, in order and found by the same words, but for deleted ones", () => {
    using test = openUpgraded();
    const ids = (filter: object) => test.repository.list({ ...newest, ...filter }).sessions.map((session) => session.sessionId);
    expect(ids({})).toEqual([sessionId(1), sessionId(2)]);
    expect(ids({ state: "deleted" })).toEqual([sessionId(3)]);
    expect(ids({ words: "etu" })).toEqual([sessionId(1), sessionId(2)]);
    expect(ids({ words: "etu", userId: USER })).toEqual([sessionId(1)]);
    expect(ids({ words: sessionId(2) })).toEqual([sessionId(2)]);
  });

  it("keeps each session's own policy and consent, those of a deleted one included", () => {
    const policy = SessionPolicy.parse({ network: "internet" });
    const others = { policy, policyHash: hashObject(policy), consentText: "Watched", consentHash: "b".repeat(64) };
    const records = [
      sessionRecord({ sessionId: sessionId(1) }),
      sessionRecord({ sessionId: sessionId(2), ...others }),
      sessionRecord({ sessionId: sessionId(3) }),
      sessionRecord({ sessionId: sessionId(4), ...others, policyHash: "d".repeat(64), state: "deleted" }),
    ];
    using db = openDatabaseOf010(records);
    db.attach(sessionTables);
    const repository = createSessionRepository(db);
    expect(records.map((record) => repository.get(record.sessionId))).toEqual(records);
    expect(repository.many([sessionId(2), sessionId(1)]).map((session) => session.consentText)).toEqual(["Watched", "recorded"]);
  });

  it("is counted as it was", () => {
    using test = openUpgraded();
    expect(test.repository.totals(undefined)).toEqual({ total: 2, size: 50, chunks: 5 });
    expect(test.repository.totals(USER)).toEqual({ total: 1, size: 30, chunks: 3 });
    expect(test.repository.created(USER)).toBe(2);
  });

  it("has its manifests still, and takes changes", () => {
    using test = openUpgraded();
    expect(test.repository.manifest(sessionId(1))).toBe('{"manifest":{}}');
    expect(test.repository.manifest(sessionId(2))).toBeNull();
    test.repository.update(sessionId(2), { name: "Renamed", manifest: "{}" }, STARTED_AT + 20);
    expect(test.repository.manifest(sessionId(2))).toBe("{}");
    expect(test.repository.list({ ...newest, words: "ren" }).total).toBe(1);
    expect(test.repository.list({ ...newest, words: "with" }).total).toBe(1);
  });

  it("loses the wrapped keys of recordings that were deleted", () => {
    using db = openDatabaseOf010([
      sessionRecord({ sessionId: sessionId(1), state: "deleted" }),
      sessionRecord({ sessionId: sessionId(2), state: "completed" }),
    ]);
    const insert = db.write.prepare(
      "INSERT INTO session_keys (session_id, position, envelope, recipients, added_at) VALUES (?, 0, x'00', '[]', 0)",
    );
    for (const number of [1, 2]) insert.run(sessionId(number));
    db.attach(sessionTables);
    const repository = createSessionRepository(db);
    expect([1, 2].map((number) => repository.envelopes(sessionId(number)).length)).toEqual([0, 1]);
  });

  it("has the reasons of its sessions as codes, and as they were noted where none is known", () => {
    const noted = [
      ["It reached its limit: idle", { code: "limit-idle", data: {} }],
      ["Chunks at the end could not be stored and are missing: 12", { code: "chunks-lost", data: { chunks: 12 } }],
      ["Chunks that are missing on the disk: 1", { code: "chunks-missing", data: { chunks: 1 } }],
      ['ffmpeg\'s "end"', { code: "noted", data: { text: 'ffmpeg\'s "end"' } }],
      [undefined, null],
    ] as const;
    using db = openDatabaseOf010(
      noted.map(([message], number) => ({
        ...sessionRecord({ sessionId: sessionId(number) }),
        ...(message && { errorMessage: message }),
      })),
    );
    db.attach(sessionTables);
    const repository = createSessionRepository(db);
    for (const [number, [, reason]] of noted.entries()) expect(repository.get(sessionId(number))?.reason).toEqual(reason);
  });

  it("is brought up to date once", () => {
    using test = openUpgraded();
    expect(() => test.db.attach({ ...sessionTables, watched: [] })).not.toThrow();
    expect(() => test.db.requireAllAttached()).not.toThrow();
  });
});
