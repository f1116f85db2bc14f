import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { copyDatabase, findDatabaseFaults } from "./copy-database.ts";
import { openDatabase, readDatabase } from "./open-database.ts";

const migrations = [
  {
    id: "0001",
    sql: `CREATE TABLE shelf (shelf_id TEXT PRIMARY KEY) STRICT;
      CREATE TABLE book (book_id TEXT PRIMARY KEY, shelf_id TEXT NOT NULL REFERENCES shelf (shelf_id), words TEXT NOT NULL) STRICT;`,
  },
];

function openLibrary() {
  const folder = mkdtempSync(join(tmpdir(), "lucid-copy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "library.db");
  const db = openDatabase({ path, migrations, synchronous: "normal" });
  onTestFinished(() => db[Symbol.dispose]());
  const insert = db.write.prepare<[string, string]>("INSERT INTO book (book_id, shelf_id, words) VALUES (?, 'a', ?)");
  db.write.prepare("INSERT INTO shelf VALUES ('a')").run();
  return { folder, path, db, insert: (id: number) => void insert.run(String(id), "x".repeat(2_000)) };
}

it("copies a database as it is at one moment while it is written to, with the ids of its rows", async () => {
  const { folder, path, db, insert } = openLibrary();
  for (let id = 0; id < 2_000; id += 1) insert(id);
  db.write.prepare("DELETE FROM book WHERE rowid % 3 = 0").run();
  let isCopied = false;
  let written = 2_000;
  const copy = join(folder, "copy.db");
  const writing = (async () => {
    while (!isCopied) {
      insert(written);
      written += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await copyDatabase(path, copy);
  isCopied = true;
  await writing;
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(findDatabaseFaults(copy)).toEqual([]);
  using read = readDatabase(copy);
  const row = read.read.prepare<[], { most: number; least: number; count: number }>(
    "SELECT max(rowid) AS most, min(rowid) AS least, count(*) AS count FROM book WHERE rowid % 3 <> 0 AND rowid <= 2000",
  );
  expect(row.get()).toEqual({ most: 2_000, least: 1, count: 1_334 });
});

it("does not write over a file, and says what is wrong with a damaged or unrelated database", async () => {
  const { folder, path, db, insert } = openLibrary();
  for (let id = 0; id < 500; id += 1) insert(id);
  const copy = join(folder, "copy.db");
  await copyDatabase(path, copy);
  await expect(copyDatabase(path, copy)).rejects.toThrow("EEXIST");
  const bytes = readFileSync(copy);
  bytes.fill(0x5a, 40_960, 45_056);
  writeFileSync(copy, bytes);
  expect(findDatabaseFaults(copy)).not.toEqual([]);
  writeFileSync(copy, "no database at all, however long this text may be: it is none");
  expect(findDatabaseFaults(copy)).toEqual([expect.stringContaining("not a database")]);
  db.write.prepare("PRAGMA foreign_keys = OFF").run();
  db.write.prepare("DELETE FROM shelf").run();
  expect(findDatabaseFaults(path)).toContain("a row of book refers to none of shelf");
});
