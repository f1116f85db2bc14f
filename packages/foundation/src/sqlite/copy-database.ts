import { closeSync, fsyncSync, openSync } from "node:fs";
import Database from "better-sqlite3";

/** Pages of one step: more than a database can have, so that nobody writes between two steps and the copy begins anew. */
const ALL_PAGES = 0x7fffffff;

/**
 * Copies a database as it is at one moment into a new file, readable by its owner only and synced, while others work with it.
 * Row ids stay. The thread is busy meanwhile.
 * @throws when the source cannot be read, or the copy cannot be written.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  closeSync(openSync(to, "wx", 0o600));
  const db = new Database(from, { readonly: true, fileMustExist: true, timeout: 30_000 });
  try {
    await db.backup(to, { progress: () => ALL_PAGES });
  } finally {
    db.close();
  }
  const file = openSync(to, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What is wrong with a database, in SQLite's words, a hundred lines of it at most; empty when it is whole. */
export function findDatabaseFaults(path: string): string[] {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const pages = db.prepare<[], { integrity_check: string }>("PRAGMA integrity_check(100)").all();
    const references = db.prepare<[], { table: string; parent: string }>("PRAGMA foreign_key_check").all();
    return [
      ...pages.map(({ integrity_check }) => integrity_check).filter((line) => line !== "ok"),
      ...references.slice(0, 100).map(({ table, parent }) => `a row of ${table} refers to none of ${parent}`),
    ];
  } catch (error) {
    if (error instanceof Database.SqliteError) return [error.message];
    throw error;
  } finally {
    db.close();
  }
}
