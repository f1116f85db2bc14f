import { canonicalJson } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import {
  chunkEntry,
  OTHER_USER,
  openTestRepository,
  STARTED_AT,
  sessionId,
  sessionRecord,
  USER,
} from "../testing/session-fixtures.ts";

const page = { sort: "created_at", order: "desc", limit: 10, offset: 0 } as const;

describe("session repository", () => {
  it("gives back what it was given, documents and flags included", () => {
    using test = openTestRepository();
    const record = sessionRecord({ legalHold: true, grantSignature: "ab" });
    test.repository.insert(record);
    expect(test.repository.get(record.sessionId)).toEqual(record);
    expect(test.repository.get(sessionId(9))).toBeUndefined();
  });

  it("lists by account, state and words, newest first, with the total of all pages", () => {
    using test = openTestRepository();
    const { repository } = test;
    for (let number = 1; number <= 12; number += 1) {
      repository.insert(sessionRecord({ sessionId: sessionId(number), createdAt: STARTED_AT + number, name: `Desk ${number}` }));
    }
    repository.insert(
      sessionRecord({ sessionId: sessionId(50), userId: OTHER_USER, name: "Étude at night", state: "cancelled" }),
    );
    const first = repository.list({ ...page, userId: USER });
    expect(first.total).toBe(12);
    expect(first.sessions.map((session) => session.name)).toEqual(
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((number) => `Desk ${number}`),
    );
    expect(repository.list({ ...page, offset: 10, userId: USER }).sessions).toHaveLength(2);
    expect(repository.list({ ...page, state: "cancelled" }).sessions.map((session) => session.name)).toEqual(["Étude at night"]);
    expect(repository.list({ ...page, words: "etu nig" }).total).toBe(1);
    expect(repository.list({ ...page, words: "desk 7" }).sessions.map((session) => session.name)).toEqual(["Desk 7"]);
  });

  it("takes words as words, never as a query language", () => {
    using test = openTestRepository();
    test.repository.insert(sessionRecord());
    for (const words of ['" OR 1=1', "NEAR(", "name:*", "quarterly AND", "'; DROP TABLE sessions; --"]) {
      expect(() => test.repository.list({ ...page, words })).not.toThrow();
    }
    expect(test.repository.list({ ...page, words: "quarterly" }).total).toBe(1);
  });

  it("finds a renamed session by its new name only", () => {
    using test = openTestRepository();
    test.repository.insert(sessionRecord());
    test.repository.update(sessionId(1), { name: "Incident 4471" }, STARTED_AT + 5);
    expect(test.repository.list({ ...page, words: "incident" }).total).toBe(1);
    expect(test.repository.list({ ...page, words: "quarterly" }).total).toBe(0);
    expect(test.repository.get(sessionId(1))?.updatedAt).toBe(STARTED_AT + 5);
  });

  it("keeps chunks in their canonical form and sums them up", () => {
    using test = openTestRepository();
    const { repository } = test;
    repository.insert(sessionRecord());
    const gap = { kind: "paused", reason: "password change", from_ms: STARTED_AT + 10_000, to_ms: STARTED_AT + 15_000 } as const;
    const entries = [chunkEntry(0), chunkEntry(1, { gap_before: gap, take: 1 }), chunkEntry(2, { take: 1 })];
    for (const entry of entries) repository.addChunk(entry, STARTED_AT);
    expect(repository.entries(sessionId(1)).map(canonicalJson)).toEqual(entries.map(canonicalJson));
    expect(repository.get(sessionId(1))).toMatchObject({ chunkCount: 3, size: 30_000, plainSize: 60_000, gaps: [gap] });
    expect(repository.chunk(sessionId(1), 2)?.entry).toEqual(entries[2]);
    expect(repository.chunks(sessionId(1), 2, 1).map((chunk) => chunk.entry.index)).toEqual([1, 2]);
    expect(() => repository.addChunk(chunkEntry(2), STARTED_AT)).toThrow(/UNIQUE/);
    expect(repository.get(sessionId(1))?.chunkCount).toBe(3);
  });

  it.each([
    ["sealed", { state: "stored", manifestHash: "a".repeat(64) }],
    ["sealed after an interruption", { state: "interrupted", manifestHash: "a".repeat(64) }],
    ["failed", { state: "failed" }],
    ["cancelled", { state: "cancelled" }],
    ["deleted", { state: "deleted" }],
  ] as const)("lets no chunk join a session that is %s", (_what, change) => {
    using test = openTestRepository();
    test.repository.insert(sessionRecord());
    test.repository.addChunk(chunkEntry(0), STARTED_AT);
    test.repository.update(sessionId(1), change, STARTED_AT);
    expect(() => test.repository.addChunk(chunkEntry(1), STARTED_AT)).toThrow("takes no more chunks");
    expect(test.repository.get(sessionId(1))).toMatchObject({ chunkCount: 1, size: 10_000 });
    expect(test.repository.entries(sessionId(1))).toHaveLength(1);
  });

  it("adds envelopes behind each other", () => {
    using test = openTestRepository();
    test.repository.insert(sessionRecord());
    test.repository.addEnvelope(sessionId(1), { envelope: new Uint8Array([1]), recipients: ["age1a"] }, 1);
    test.repository.addEnvelope(sessionId(1), { envelope: new Uint8Array([2]), recipients: ["age1b", "age1c"] }, 2);
    expect(test.repository.envelopes(sessionId(1)).map((key) => [...key.envelope, ...key.recipients])).toEqual([
      [1, "age1a"],
      [2, "age1b", "age1c"],
    ]);
  });

  it("names the sessions whose retention has ended, but none under hold", () => {
    using test = openTestRepository();
    const { repository } = test;
    const done = { state: "completed", endedAt: STARTED_AT, completedAt: STARTED_AT, startedAt: STARTED_AT } as const;
    repository.insert(sessionRecord({ ...done }));
    repository.insert(sessionRecord({ ...done, sessionId: sessionId(2), legalHold: true }));
    repository.insert(sessionRecord({ ...done, sessionId: sessionId(3), retentionDays: 365 }));
    expect(repository.expired(STARTED_AT + 31 * 86_400_000).map((record) => record.sessionId)).toEqual([sessionId(1)]);
    expect(repository.expired(STARTED_AT + 29 * 86_400_000)).toEqual([]);
  });

  it("counts what is about to be deleted by owner and day, but nothing under hold", () => {
    using test = openTestRepository();
    const { repository } = test;
    const day = 86_400_000;
    const midnight = Math.ceil(STARTED_AT / day) * day;
    const rows = [
      { endedAt: midnight },
      { endedAt: midnight + 1 },
      { endedAt: midnight + day },
      { endedAt: midnight, userId: OTHER_USER },
      { endedAt: midnight, legalHold: true },
      { endedAt: midnight + 9 * day },
    ];
    for (const [number, row] of rows.entries()) {
      const done = { state: "completed", completedAt: STARTED_AT, startedAt: STARTED_AT, retentionDays: 1 } as const;
      repository.insert(sessionRecord({ ...done, ...row, sessionId: sessionId(number) }));
    }
    const found = repository.ending(midnight, midnight + 7 * day);
    expect(found.toSorted((one, other) => other.recordings - one.recordings || one.first_at - other.first_at)).toEqual([
      { user_id: USER, first_at: midnight + day, recordings: 2, session_id: sessionId(0) },
      { user_id: OTHER_USER, first_at: midnight + day, recordings: 1, session_id: sessionId(3) },
      { user_id: USER, first_at: midnight + 2 * day, recordings: 1, session_id: sessionId(2) },
    ]);
    expect(repository.ending(midnight + day + 1, midnight + day + 2)).toHaveLength(1);
    expect(repository.settledSince(STARTED_AT)).toHaveLength(6);
    expect(repository.settledSince(STARTED_AT + 1)).toEqual([]);
  });
});
