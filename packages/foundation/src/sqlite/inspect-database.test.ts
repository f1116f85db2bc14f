import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { checkpointDatabase, measureDatabase, unreadableBecause } from "./inspect-database.ts";
import { openDatabase } from "./open-database.ts";

it("measures a database that is in use, and empties its write-ahead log", () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-inspect-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "library.db");
  const migrations = [
    { id: "0001", sql: "CREATE TABLE book (words TEXT NOT NULL) STRICT; CREATE INDEX by_words ON book (words);" },
  ];
  using db = openDatabase({ path, migrations, synchronous: "normal" });
  const insert = db.write.prepare<[string]>("INSERT INTO book (words) VALUES (?)");
  for (let count = 0; count < 200; count += 1) insert.run("x".repeat(1_000));
  const measured = measureDatabase(path);
  expect(measured).toMatchObject({
    journal_mode: "wal",
    tables: [
      { name: "book", rows: 200, indexes: [{ name: "by_words", columns: ["words"], unique: false }] },
      { name: "schema_migration", rows: 1 },
    ],
  });
  expect(measured.tables[0]?.bytes).toBeGreaterThan(400_000);
  const [book] = measured.tables;
  expect(book?.indexes[0]?.bytes).toBeGreaterThan(200_000);
  expect(book?.bytes).toBeGreaterThan(2 * 200_000);
  expect(measured.wal_bytes).toBeGreaterThan(0);

  expect(checkpointDatabase(path)).toEqual({ done: true, before: measured.wal_bytes, after: 0 });
  expect(measureDatabase(path).wal_bytes).toBe(0);
  db.write.prepare("DELETE FROM book").run();
  checkpointDatabase(path);
  expect(measureDatabase(path).free_bytes).toBeGreaterThan(400_000);
});

it("says what keeps a database from being read", () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-inspect-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "library.db");
  openDatabase({ path, migrations: [], synchronous: "normal" })[Symbol.dispose]();
  expect(unreadableBecause(path)).toBeUndefined();
  writeFileSync(path, "no database at all ".repeat(100));
  expect(unreadableBecause(path)).toBe("file is not a database");
  expect(unreadableBecause(join(folder, "gone.db"))).toMatch(/unable to open/);
});
