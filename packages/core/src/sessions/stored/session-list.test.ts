import { SESSION_GROUPS, type SessionState } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { countQueries } from "../testing/count-queries.ts";
import { OTHER_USER, openTestRepository, STARTED_AT, sessionId, sessionRecord, USER } from "../testing/session-fixtures.ts";
import { createSessionRepository } from "./session-repository.ts";
import type { SessionRecord } from "./session-row.ts";

const STATES: readonly SessionState[] = ["completed", "failed", "deleted", "completed", "recording"];
const SORTS = { created_at: "createdAt", updated_at: "updatedAt", name: "name", size: "size" } as const;
type Sort = keyof typeof SORTS;
const sorts = Object.keys(SORTS) as Sort[];

/** Only an index that holds nothing else, or is left after a page of it, and the page itself (`p`) may be gone through from the beginning. */
const WHOLE_TABLE = /SCAN (?!\S+ USING (COVERING )?INDEX|\S+ VIRTUAL TABLE|p$)/m;

const records = Array.from({ length: 60 }, (_, at) =>
  sessionRecord({
    sessionId: sessionId(at),
    userId: at % 3 === 0 ? OTHER_USER : USER,
    state: STATES[at % STATES.length] ?? "created",
    createdAt: STARTED_AT + ((at * 7) % 61),
    updatedAt: STARTED_AT + ((at * 11) % 61),
    name: `Desk ${(at * 13) % 61} ${at % 2 === 0 ? "even" : "odd"}`,
    size: (at * 17) % 61,
  }),
);

function openList() {
  const test = openTestRepository();
  for (const record of records) test.repository.insert(record);
  return test;
}

/** What a list has to hold, by the plainest code there is. */
function expected(sort: Sort, order: "asc" | "desc", keep: (record: SessionRecord) => boolean): string[] {
  const field = SORTS[sort];
  const sorted = records.filter(keep).toSorted((one, other) => (one[field] < other[field] ? -1 : 1));
  return (order === "asc" ? sorted : sorted.toReversed()).map((record) => record.sessionId);
}

describe("the list of sessions", () => {
  it.each(sorts.flatMap((sort) => [`${sort} asc`, `${sort} desc`]))(
    "by %s is the same whole and in pages, with every filter",
    (by) => {
      using test = openList();
      const [sort, order] = by.split(" ") as [Sort, "asc" | "desc"];
      for (const userId of [undefined, USER])
        for (const state of [undefined, "completed", "deleted"] as const)
          for (const words of [undefined, "even"]) {
            const whole = expected(sort, order, (record) => {
              const isState = state === undefined ? record.state !== "deleted" : record.state === state;
              const isFound = words === undefined || (record.state !== "deleted" && record.name.includes(words));
              return isState && isFound && (userId === undefined || record.userId === userId);
            });
            const pages = Array.from({ length: 10 }, (_, page) =>
              test.repository.list({ userId, state, words, sort, order, limit: 7, offset: page * 7 }),
            );
            expect(pages.flatMap((page) => page.sessions.map((session) => session.sessionId))).toEqual(whole);
            expect(new Set(pages.map((page) => page.total))).toEqual(new Set([whole.length]));
          }
    },
  );

  it.each(["live", "drafts", "records"] as const)("of %s is the same whole and in pages, and has nothing else", (group) => {
    using test = openList();
    test.repository.insert(sessionRecord({ sessionId: sessionId(70), state: "created", name: "Desk 70 even" }));
    test.repository.insert(sessionRecord({ sessionId: sessionId(71), state: "cancelled", name: "Desk 71 even" }));
    for (const userId of [undefined, USER])
      for (const words of [undefined, "even"]) {
        const all = { userId, words, sort: "created_at", order: "desc" } as const;
        const whole = SESSION_GROUPS[group]
          .flatMap((state) => test.repository.list({ ...all, state, limit: 100, offset: 0 }).sessions)
          .map((session) => session.sessionId);
        const pages = Array.from({ length: 8 }, (_, page) => test.repository.list({ ...all, group, limit: 7, offset: page * 7 }));
        const paged = pages.flatMap((page) => page.sessions);
        expect(paged.map((session) => session.sessionId).toSorted()).toEqual(whole.toSorted());
        expect(paged).toEqual(paged.toSorted((one, other) => other.createdAt - one.createdAt));
        expect(new Set(pages.map((page) => page.total))).toEqual(new Set([whole.length]));
      }
  });

  it("of a group and a state that is not in it is empty", () => {
    using test = openList();
    const page = { group: "live", state: "completed", sort: "name", order: "asc", limit: 5, offset: 0 } as const;
    expect(test.repository.list(page)).toEqual({ sessions: [], total: 0 });
    expect(test.repository.list({ ...page, state: "recording" }).total).toBeGreaterThan(0);
  });

  it("of no session is empty, and a page behind the last one too", () => {
    using test = openTestRepository();
    const page = { sort: "name", order: "asc", limit: 5 } as const;
    expect(test.repository.list({ ...page, offset: 0 })).toEqual({ sessions: [], total: 0 });
    test.repository.insert(sessionRecord());
    expect(test.repository.list({ ...page, offset: 5 })).toEqual({ sessions: [], total: 1 });
  });

  it("walks an index in its order, whatever it is sorted and filtered by", () => {
    using test = openList();
    const counting = countQueries(test.db);
    const repository = createSessionRepository(counting.db);
    for (const sort of sorts)
      for (const order of ["asc", "desc"] as const)
        for (const userId of [undefined, USER])
          for (const state of [undefined, "completed"] as const)
            repository.list({ userId, state, sort, order, limit: 5, offset: 5 });
    for (const sort of sorts)
      for (const userId of [undefined, USER])
        repository.list({ userId, group: "records", sort, order: "desc", limit: 5, offset: 5 });
    expect(counting.queries().length).toBeGreaterThan(40);
    for (const sql of new Set(counting.queries())) {
      const plan = counting.plan(sql).join("\n");
      expect(plan, sql).not.toMatch(/TEMP B-TREE/);
      expect(plan, sql).not.toMatch(WHOLE_TABLE);
    }
  });

  it("has an index for everything that is asked of all sessions again and again", () => {
    using test = openList();
    const counting = countQueries(test.db);
    const repository = createSessionRepository(counting.db);
    repository.unanchored();
    repository.expired(STARTED_AT);
    for (const userId of [undefined, USER]) repository.expiring(userId, STARTED_AT, 5);
    repository.ending(STARTED_AT, STARTED_AT + 1);
    repository.settledSince(STARTED_AT);
    repository.inStates(["recording"]);
    for (const userId of [undefined, USER]) {
      repository.waiting(userId);
      repository.recordedMs(userId, STARTED_AT);
      repository.totals(userId);
    }
    repository.created(USER);
    for (const sql of new Set(counting.queries())) expect(counting.plan(sql).join("\n"), sql).not.toMatch(WHOLE_TABLE);
  });

  it("prepares a shape once", () => {
    using test = openList();
    const counting = countQueries(test.db);
    const repository = createSessionRepository(counting.db);
    const again = () => repository.list({ userId: USER, words: "even", sort: "name", order: "asc", limit: 5, offset: 0 });
    const change = () => repository.update(sessionId(0), { state: "completed", reason: null }, STARTED_AT);
    again();
    change();
    const before = counting.prepared();
    again();
    change();
    expect(counting.prepared()).toBe(before);
  });
});
