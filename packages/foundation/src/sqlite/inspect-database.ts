import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";

export interface MeasuredIndex {
  readonly name: string;
  /** An expression has no name, and is left out. */
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly bytes: number;
}

export interface MeasuredTable {
  readonly name: string;
  readonly rows: number;
  /** Pages of the table and its indexes. */
  readonly bytes: number;
  /** The largest first. */
  readonly indexes: readonly MeasuredIndex[];
}

export interface MeasuredDatabase {
  readonly file_bytes: number;
  /** What is written and not in the file yet. */
  readonly wal_bytes: number;
  /** Room in the file that nothing uses. */
  readonly free_bytes: number;
  readonly journal_mode: string;
  /** The largest first. */
  readonly tables: readonly MeasuredTable[];
}

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** Sizes of a database and of each table in it, while others work with it. Reads every page: it takes long for gigabytes. */
export function measureDatabase(path: string): MeasuredDatabase {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const number = (pragma: string): number => Number(db.pragma(pragma, { simple: true }));
    const tables = db
      .prepare<[], { name: string; bytes: number }>(
        `SELECT s.tbl_name AS name, sum(d.pgsize) AS bytes FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
         WHERE d.aggregate = 1 GROUP BY s.tbl_name ORDER BY bytes DESC, name`,
      )
      .all();
    const indexes = db.prepare<[string], { name: string; unique: 0 | 1; bytes: number }>(
      `SELECT i.name AS name, i."unique" AS "unique", d.pgsize AS bytes FROM pragma_index_list(?) i
       JOIN dbstat d ON d.name = i.name WHERE d.aggregate = 1 ORDER BY bytes DESC, i.name`,
    );
    const columns = db
      .prepare<[string], string>("SELECT name FROM pragma_index_info(?) WHERE name IS NOT NULL ORDER BY seqno")
      .pluck();
    const indexesOf = (table: string): MeasuredIndex[] =>
      indexes.all(table).map((one) => ({ ...one, unique: one.unique === 1, columns: columns.all(one.name) }));
    const rowsOf = (name: string): number =>
      db.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM "${name.replaceAll('"', '""')}"`).get()?.rows ?? 0;
    return {
      file_bytes: sizeOf(path),
      wal_bytes: sizeOf(`${path}-wal`),
      free_bytes: number("freelist_count") * number("page_size"),
      journal_mode: String(db.pragma("journal_mode", { simple: true })),
      tables: tables.map(({ name, bytes }) => ({ name, bytes, rows: rowsOf(name), indexes: indexesOf(name) })),
    };
  } finally {
    db.close();
  }
}

/** What keeps a database from being read, in SQLite's words; undefined where it opens and tells its tables. Fast: it reads a page or two. */
export function unreadableBecause(path: string): string | undefined {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      db.prepare("SELECT count(*) FROM sqlite_schema").get();
      return undefined;
    } finally {
      db.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Writes what waits in the write-ahead log into the database and empties the log. `done` is false where somebody reads what is older:
 * then as much as could be was written.
 */
export function checkpointDatabase(path: string): { readonly done: boolean; readonly before: number; readonly after: number } {
  const wal = `${path}-wal`;
  const before = sizeOf(wal);
  const db = new Database(path, { fileMustExist: true, timeout: 5_000 });
  try {
    const [row] = db.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
    return { done: row?.busy === 0, before, after: sizeOf(wal) };
  } finally {
    db.close();
  }
}
