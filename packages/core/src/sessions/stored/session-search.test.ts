import { describe, expect, it } from "vitest";
import { OTHER_USER, openTestRepository, STARTED_AT, sessionId, sessionRecord, USER } from "../testing/session-fixtures.ts";
import { matching } from "./session-search.ts";

const newest = { sort: "created_at", order: "desc", limit: 10, offset: 0 } as const;

function openSearch() {
  const test = openTestRepository();
  for (const number of [1, 2]) test.repository.insert(sessionRecord({ sessionId: sessionId(number), name: `Desk ${number}` }));
  const found = (words: string, filter: object = {}): string[] =>
    test.repository.list({ ...newest, ...filter, words }).sessions.map((session) => session.sessionId);
  return { ...test, search: test.repository.search, found };
}

describe("the search of sessions", () => {
  it("finds a session by the texts of any area, also when its words stand in different ones", () => {
    using test = openSearch();
    test.search.put(sessionId(1), "notes", "password was changed");
    expect(test.found("changed")).toEqual([sessionId(1)]);
    expect(test.found("desk pass")).toEqual([sessionId(1)]);
    expect(test.found("desk 2 pass")).toEqual([]);
  });

  it("replaces and removes a text of one area, and leaves those of others", () => {
    using test = openSearch();
    test.search.put(sessionId(1), "notes", "first");
    test.search.put(sessionId(1), "notes", "second");
    expect([test.found("first"), test.found("second")]).toEqual([[], [sessionId(1)]]);
    test.search.remove(sessionId(1), "notes");
    expect([test.found("second"), test.found("desk 1")]).toEqual([[], [sessionId(1)]]);
  });

  it("keeps an area's text when the session is renamed", () => {
    using test = openSearch();
    test.search.put(sessionId(1), "notes", "incident");
    test.repository.update(sessionId(1), { name: "Lab" }, STARTED_AT);
    expect([test.found("lab incident"), test.found("desk 1")]).toEqual([[sessionId(1)], []]);
  });

  it("forgets all texts of a deleted recording, and takes no new one", () => {
    using test = openSearch();
    test.search.put(sessionId(1), "notes", "incident");
    test.repository.update(sessionId(1), { state: "deleted" }, STARTED_AT);
    test.search.put(sessionId(1), "notes", "incident");
    test.repository.update(sessionId(1), { name: "Incident" }, STARTED_AT);
    expect(test.found("incident", { state: "deleted" })).toEqual([]);
    const texts = test.db.read.prepare("SELECT count(*) AS texts FROM session_text WHERE session_id = ?").get(sessionId(1));
    expect(texts).toEqual({ texts: 0 });
  });

  it("stays within an account, and never takes an account's id for a word", () => {
    using test = openSearch();
    test.repository.insert(sessionRecord({ sessionId: sessionId(3), userId: OTHER_USER, name: "Desk 3" }));
    expect(test.found("desk", { userId: OTHER_USER })).toEqual([sessionId(3)]);
    expect(test.found(OTHER_USER.replaceAll("-", ""))).toEqual([]);
  });

  it("ignores what is no word, and lists all when nothing is left", () => {
    expect(matching(' "-" ( -- ', USER)).toBeUndefined();
    using test = openSearch();
    expect(test.found("desk - 2")).toEqual([sessionId(2)]);
    expect(test.found("--")).toHaveLength(2);
  });
});
