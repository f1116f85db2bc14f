import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Change, createChanges } from "../changes/create-changes.ts";
import { type Migration, openDatabase } from "./open-database.ts";

const base: readonly Migration[] = [
  { id: "0001-books", sql: "CREATE TABLE books (book_id TEXT PRIMARY KEY, title TEXT) STRICT" },
];
const loans: readonly Migration[] = [{ id: "0001-loans", sql: "CREATE TABLE loans (loan_id TEXT PRIMARY KEY) STRICT" }];

function open(path = ":memory:", migrations = base) {
  const changes = createChanges();
  const heard: Change[] = [];
  changes.on("book", (id) => heard.push({ topic: "book", id }));
  const database = openDatabase({ path, migrations, synchronous: "normal", changes });
  const insert = database.write.prepare<[string, string]>("INSERT INTO books (book_id, title) VALUES (?, ?)");
  return { ...database, heard, insert };
}
const endOfTurn = () => Promise.resolve();

function emptyFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "lucid-database-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "test.db");
}

describe("the file of a database", () => {
  const modes = (path: string) => ["", "-wal", "-shm"].map((end) => statSync(`${path}${end}`).mode & 0o777);

  it("is its user's alone, with what lies beside it", () => {
    const path = emptyFile();
    const umask = process.umask(0o022);
    onTestFinished(() => void process.umask(umask));
    using database = open(path);
    database.insert.run("1", "one");
    expect(modes(path)).toEqual([0o600, 0o600, 0o600]);
  });

  it("is closed to others where an earlier version left it open", () => {
    const path = emptyFile();
    open(path)[Symbol.dispose]();
    chmodSync(path, 0o644);
    using database = open(path);
    database.insert.run("1", "one");
    expect(modes(path)).toEqual([0o600, 0o600, 0o600]);
  });
});

describe("a watched table", () => {
  const openWatched = () => {
    const opened = open();
    opened.attach({ name: "books", watched: [{ table: "books", topic: "book", id: "book_id" }] });
    return opened;
  };

  it("tells of each row that is written, once a turn, whoever wrote it", async () => {
    using database = openWatched();
    database.insert.run("1", "one");
    database.insert.run("2", "two");
    database.write.prepare("UPDATE books SET title = 'first' WHERE book_id = '1'").run();
    expect(database.heard).toEqual([]);
    await endOfTurn();
    expect(database.heard.map(({ id }) => id)).toEqual(["1", "2"]);
    database.write.prepare("DELETE FROM books WHERE book_id = '2'").run();
    await endOfTurn();
    expect(database.heard.map(({ id }) => id)).toEqual(["1", "2", "2"]);
  });

  it("tells nothing of a transaction that was rolled back, and all of one that was committed", async () => {
    using database = openWatched();
    database.insert.run("0", "before");
    const failing = database.write.transaction((id: string) => {
      database.insert.run(id, "gone");
      throw new Error("no room");
    });
    expect(() => failing("1")).toThrow("no room");
    database.write.transaction(() => {
      database.insert.run("2", "two");
      expect(() => failing("3")).toThrow("no room");
    })();
    await endOfTurn();
    expect(database.heard.map(({ id }) => id)).toEqual(expect.arrayContaining(["0", "2"]));
    expect(database.heard.map(({ id }) => id)).not.toContain("1");
    expect(database.read.prepare("SELECT book_id FROM books ORDER BY book_id").all()).toEqual([
      { book_id: "0" },
      { book_id: "2" },
    ]);
  });

  it("has a plain name", () => {
    using database = open();
    const attach = () => database.attach({ name: "x", watched: [{ table: "books", topic: "a'b", id: "book_id" }] });
    expect(attach).toThrow("Not a name");
  });
});

describe("the tables of a part", () => {
  it("are brought up to date once, and stay", () => {
    const path = emptyFile();
    for (const start of [1, 2]) {
      using database = open(path);
      database.attach({ name: "library", migrations: loans });
      database.requireAllAttached();
      database.write.prepare("INSERT INTO loans (loan_id) VALUES (?)").run(String(start));
      expect(database.read.prepare("SELECT count(*) AS loans FROM loans").get()).toEqual({ loans: start });
    }
  });

  it("are missed by a version that does not know them", () => {
    const path = emptyFile();
    using first = open(path);
    first.attach({ name: "library", migrations: loans });
    using older = open(path);
    expect(() => older.requireAllAttached()).toThrow("newer version: it has the migration library/0001-loans");
  });
});

describe("a database that syncs at every commit", () => {
  const notes = (step: string): Migration => ({
    id: `0001-${step}`,
    sql: `CREATE TABLE ${step} (level INTEGER) STRICT; INSERT INTO ${step} SELECT synchronous FROM pragma_synchronous`,
  });
  const NORMAL = 1;
  const FULL = 2;

  it("does so for its rows, and not for the steps of its tables, which can be made again", () => {
    using database = openDatabase({ path: emptyFile(), migrations: [notes("opened")], synchronous: "full" });
    const level = (table: string) => database.read.prepare<[], number>(`SELECT * FROM ${table}`).pluck().get();
    expect([level("opened"), level("pragma_synchronous")]).toEqual([NORMAL, FULL]);
    database.attach({ name: "library", migrations: [notes("attached")] });
    expect([level("attached"), level("pragma_synchronous")]).toEqual([NORMAL, FULL]);
    expect(() => database.attach({ name: "annex", migrations: [{ id: "0001-annex", sql: "CREATE NOTHING" }] })).toThrow("syntax");
    expect(level("pragma_synchronous")).toBe(FULL);
  });
});

describe("a step that makes a table anew", () => {
  const library: readonly Migration[] = [
    ...base,
    {
      id: "0002-copies",
      sql: "CREATE TABLE copies (copy_id TEXT PRIMARY KEY, book_id TEXT NOT NULL REFERENCES books (book_id)) STRICT",
    },
  ];
  const rebuild = (kept: string): Migration => ({
    id: "0003-titles",
    rebuilds: true,
    sql: `CREATE TABLE books_anew (book_id TEXT PRIMARY KEY, title TEXT NOT NULL) STRICT;
      INSERT INTO books_anew SELECT book_id, coalesce(title, '') FROM books WHERE ${kept};
      DROP TABLE books;
      ALTER TABLE books_anew RENAME TO books;`,
  });

  function filled(): string {
    const path = emptyFile();
    using before = open(path, library);
    before.insert.run("1", "one");
    before.write.prepare("INSERT INTO copies (copy_id, book_id) VALUES ('a', '1')").run();
    return path;
  }

  it("keeps what others refer to, and references are held again afterwards", () => {
    using after = open(filled(), [...library, rebuild("true")]);
    expect(after.read.prepare("SELECT title FROM books JOIN copies USING (book_id)").all()).toEqual([{ title: "one" }]);
    const copy = after.write.prepare("INSERT INTO copies (copy_id, book_id) VALUES ('b', 'nowhere')");
    expect(() => copy.run()).toThrow("FOREIGN KEY");
  });

  it("is not done when a reference would lead nowhere", () => {
    const path = filled();
    expect(() => open(path, [...library, rebuild("false")])).toThrow("without their books");
    using before = open(path, library);
    expect(before.read.prepare("SELECT count(*) AS books FROM books").get()).toEqual({ books: 1 });
  });
});

describe("a database", () => {
  it("of a newer version, or with another history, is refused", () => {
    const path = emptyFile();
    open(path, [...base, { id: "0002-more", sql: "CREATE TABLE more (id TEXT) STRICT" }])[Symbol.dispose]();
    expect(() => open(path)).toThrow("newer version: it has the migration 0002-more");
    const changed = [{ id: "0001-books", sql: "CREATE TABLE books (book_id TEXT, title TEXT, shelf TEXT) STRICT" }];
    expect(() => open(path, changed)).toThrow("another migration 0001-books");
  });
});
