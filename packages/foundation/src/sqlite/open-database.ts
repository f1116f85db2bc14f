import { createHash } from "node:crypto";
import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import Database from "better-sqlite3";
import type { Changes } from "../changes/create-changes.ts";
import { createTableWatch, type WatchedTable } from "./watch-tables.ts";

/** A newer version of the program wrote the database. */
export class NewerDatabaseError extends Error {
  override readonly name = "NewerDatabaseError";
}

declare const writable: unique symbol;
/** A handle for readers: it can prepare statements and nothing else. */
export type ReadDb = Pick<Database.Database, "prepare">;
/** The handle that may change rows. A repository that writes asks for this type. */
export type WriteDb = Pick<Database.Database, "prepare"> & {
  readonly [writable]: true;
  /** A function that runs `work` in a transaction: all of its changes or none. Nested ones are part of the outer one. */
  transaction<Args extends readonly unknown[], Result>(work: (...args: Args) => Result): (...args: Args) => Result;
};

/** One numbered step of a schema. A published step never changes: its hash is kept in the database. */
export interface Migration {
  readonly id: string;
  readonly sql: string;
  /**
   * True for a step that makes a table anew that others refer to: it runs with foreign keys off, and fails when a reference leads
   * nowhere afterwards (sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
   */
  readonly rebuilds?: boolean;
}

/** The tables of one part of the program: its own migrations, and which of its rows are told of. */
export interface Tables {
  /** Stands before the ids of the migrations: `notes` and `0001-notes` become `notes/0001-notes`. */
  readonly name: string;
  readonly migrations?: readonly Migration[];
  readonly watched?: readonly WatchedTable[];
}

export interface OpenDatabase extends Disposable {
  readonly read: ReadDb;
  readonly write: WriteDb;
  /** Brings the tables of one part up to date and watches them. @throws as `openDatabase` does. */
  attach(tables: Tables): void;
  /** @throws when the file holds tables of a part that nobody attached: a newer version wrote it. */
  requireAllAttached(): void;
}

export interface DatabaseOptions {
  readonly path: string;
  readonly migrations: readonly Migration[];
  /** `full` syncs at every commit (chain, payments, audit); `normal` syncs at checkpoints. */
  readonly synchronous: "full" | "normal";
  /** Memory for pages that were read, as far as they are; 16 where nothing is said. */
  readonly cacheMib?: number;
  /** Told of the rows that are written to watched tables. */
  readonly changes?: Pick<Changes, "publish">;
}

/**
 * Opens or creates a SQLite database in WAL mode and brings its schema up to date.
 * @throws if the file is unreadable, or was written by a newer version or with other migrations.
 */
export function openDatabase({ path, migrations, synchronous, cacheMib = 16, changes }: DatabaseOptions): OpenDatabase {
  closeToOthers(path);
  const db = new Database(path);
  try {
    db.pragma("journal_mode = WAL");
    db.pragma("foreign_keys = ON");
    db.pragma("busy_timeout = 5000");
    db.pragma(`cache_size = -${cacheMib * 1_024}`);
    withoutSyncing(db, synchronous, () => {
      db.exec("CREATE TABLE IF NOT EXISTS schema_migration (id TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT");
      migrate(db, "", migrations);
    });
  } catch (error) {
    db.close();
    throw error;
  }
  const watch = createTableWatch(db, changes ?? { publish: () => undefined });
  const attached = new Set<string>();
  const write = {
    prepare: db.prepare.bind(db),
    transaction: <Args extends readonly unknown[], Result>(work: (...args: Args) => Result) => {
      const commit = db.transaction((...args: unknown[]) => work(...(args as unknown as Args)));
      return (...args: Args): Result => watch.around(() => commit(...args));
    },
  };
  return {
    read: db,
    write: write as unknown as WriteDb,
    attach({ name, migrations: own = [], watched = [] }) {
      withoutSyncing(db, synchronous, () => migrate(db, `${name}/`, own));
      attached.add(name);
      for (const table of watched) watch.watch(table);
    },
    requireAllAttached() {
      const strange = appliedTo(db).find(({ id }) => id.includes("/") && !attached.has(id.slice(0, id.indexOf("/"))));
      if (strange) throw writtenByNewer(strange.id);
    },
    [Symbol.dispose]: () => db.close(),
  };
}

/** A database as it is, also while another process works with it. @throws when the file cannot be read. */
export function readDatabase(path: string): { readonly read: ReadDb } & Disposable {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  return { read: db, [Symbol.dispose]: () => db.close() };
}

/**
 * Makes the file before SQLite does, or closes one that is there: it is its user's alone. SQLite gives the files that it makes beside
 * it the same rights.
 */
function closeToOthers(path: string): void {
  if (path === ":memory:") return;
  closeSync(openSync(path, "a", 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}

const appliedTo = (db: Database.Database) =>
  db.prepare<[], { id: string; hash: string }>("SELECT id, hash FROM schema_migration ORDER BY id").all();

const writtenByNewer = (id: string): Error =>
  new NewerDatabaseError(`The database was written by a newer version: it has the migration ${id}`);

/** Applies what is missing of one part's migrations; `prefix` is empty for those from before there were parts. */
function migrate(db: Database.Database, prefix: string, migrations: readonly Migration[]): void {
  const applied = appliedTo(db).filter(({ id }) => (prefix === "" ? !id.includes("/") : id.startsWith(prefix)));
  for (const [index, row] of applied.entries()) {
    const known = migrations[index];
    if (!known) throw writtenByNewer(row.id);
    if (prefix + known.id !== row.id || hashOf(known) !== row.hash)
      throw new Error(`The database has another migration ${row.id}`);
  }
  const record = db.prepare("INSERT INTO schema_migration (id, hash) VALUES (?, ?)");
  for (const migration of migrations.slice(applied.length)) {
    const apply = db.transaction(() => {
      db.exec(migration.sql);
      if (migration.rebuilds === true) requireWholeReferences(db, prefix + migration.id);
      record.run(prefix + migration.id, hashOf(migration));
    });
    if (migration.rebuilds === true) withoutForeignKeys(db, apply);
    else apply();
  }
}

/**
 * A step that is lost with the machine is made again by the next start, and the first rows that are synced sync all steps before them:
 * the log is in order. A new node makes some sixty, and would wait
 * for the disk at each.
 */
function withoutSyncing(db: Database.Database, synchronous: DatabaseOptions["synchronous"], work: () => void): void {
  db.pragma("synchronous = NORMAL");
  try {
    work();
  } finally {
    db.pragma(`synchronous = ${synchronous.toUpperCase()}`);
  }
}

/** Within a transaction SQLite ignores the pragma, so it stands around it. */
function withoutForeignKeys(db: Database.Database, work: () => void): void {
  db.pragma("foreign_keys = OFF");
  try {
    work();
  } finally {
    db.pragma("foreign_keys = ON");
  }
}

function requireWholeReferences(db: Database.Database, id: string): void {
  const broken = db.prepare<[], { table: string; parent: string }>("PRAGMA foreign_key_check").all();
  const [first] = broken;
  if (first)
    throw new Error(`The migration ${id} would leave ${broken.length} rows, of ${first.table}, without their ${first.parent}`);
}

const hashOf = (migration: Migration): string => createHash("sha256").update(migration.sql).digest("hex");
