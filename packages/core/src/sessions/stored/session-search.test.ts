import { describe, expect, it } from "vitest";
import { countQueries } from "../testing/count-queries.ts";
import {
  chunkEntry,
  OTHER_USER,
  openTestRepository,
  STARTED_AT,
  sessionId,
  sessionRecord,
  USER,
} from "../testing/session-fixtures.ts";
import { createSessionRepository } from "./session-repository.ts";
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

describe("a hash", () => {
  const [root, manifest, chunk] = ["a1", "b2", "c3"].map((digits) => digits.repeat(32)) as [string, string, string];

  function openSealed() {
    const test = openSearch();
    test.repository.insert(sessionRecord({ sessionId: sessionId(7), userId: OTHER_USER, name: "Sealed" }));
    test.repository.addChunk(chunkEntry(0, { session_id: sessionId(7), sha256: chunk }), STARTED_AT);
    test.repository.update(sessionId(7), { state: "completed", merkleRoot: root, manifestHash: manifest }, STARTED_AT);
    return test;
  }

  it("of a manifest, its tree or a chunk leads to the session, however it was copied", () => {
    using test = openSealed();
    for (const hash of [root, manifest, chunk, ` 0x${chunk.toUpperCase()} `]) expect(test.found(hash)).toEqual([sessionId(7)]);
    expect(test.found(`${chunk.slice(0, 16)}${"0".repeat(48)}`)).toEqual([]);
    expect(test.found(root, { offset: 1 })).toEqual([]);
  });

  it("leads nobody to a session of somebody else, and keeps to the other filters", () => {
    using test = openSealed();
    for (const hash of [root, manifest, chunk]) {
      expect(test.found(hash, { userId: USER })).toEqual([]);
      expect(test.found(hash, { userId: OTHER_USER, state: "completed" })).toEqual([sessionId(7)]);
      expect(test.found(hash, { state: "recording" })).toEqual([]);
    }
  });

  it("of a deleted recording is found where deleted ones are asked for, as its proof stays", () => {
    using test = openSealed();
    test.repository.update(sessionId(7), { state: "deleted" }, STARTED_AT);
    for (const hash of [root, manifest, chunk])
      expect([test.found(hash), test.found(hash, { state: "deleted" })]).toEqual([[], [sessionId(7)]]);
  });

  it("that is a word of a text is found as a word", () => {
    using test = openSearch();
    test.search.put(sessionId(1), "notes", `the build ${root}`);
    expect(test.found(root)).toEqual([sessionId(1)]);
  });

  it("is looked up by indexes alone", () => {
    using test = openSealed();
    const counting = countQueries(test.db);
    createSessionRepository(counting.db).list({ ...newest, words: chunk });
    const plan = counting.plan(counting.queries()[0] ?? expect.fail("nothing was asked")).join("\n");
    expect(plan).toContain("chunks_sha256_index");
    expect(plan).toContain("sessions_manifest_hash_index");
    expect(plan).toContain("sessions_merkle_root_index");
    expect(plan).not.toMatch(/SCAN (sessions|c|s|l)\b/);
  });
});
