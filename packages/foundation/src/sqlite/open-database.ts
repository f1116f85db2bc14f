import { createHash } from "node:crypto";
import Database from "better-sqlite3";

declare const writable: unique symbol;
/** A handle for readers: it can prepare statements and nothing else. */
export type ReadDb = Pick<Database.Database, "prepare">;
/** The handle that may change rows. A repository that writes asks for this type. */
export type WriteDb = Pick<Database.Database, "prepare" | "transaction"> & { readonly [writable]: true };

/** One numbered step of a schema. A published step never changes: its hash is kept in the database. */
export interface Migration {
  readonly id: string;
  readonly sql: string;
}

export interface OpenDatabase extends Disposable {
  readonly read: ReadDb;
  readonly write: WriteDb;
  /** Copies the database into `path` while it is in use. */
  backup(path: string): Promise<void>;
}

export interface DatabaseOptions {
  readonly path: string;
  readonly migrations: readonly Migration[];
  /** `full` syncs at every commit (chain, payments, audit); `normal` syncs at checkpoints. */
  readonly synchronous: "full" | "normal";
}

/**
 * Opens or creates a SQLite database in WAL mode and brings its schema up to date.
 * @throws if the file is unreadable, or was written by a newer version or with other migrations.
 */
export function openDatabase({ path, migrations, synchronous }: DatabaseOptions): OpenDatabase {
  const db = new Database(path);
  try {
    db.pragma("journal_mode = WAL");
    db.pragma(`synchronous = ${synchronous.toUpperCase()}`);
    db.pragma("foreign_keys = ON");
    db.pragma("busy_timeout = 5000");
    migrate(db, migrations);
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    read: db,
    write: db as unknown as WriteDb,
    backup: async (target) => void (await db.backup(target)),
    [Symbol.dispose]: () => db.close(),
  };
}

function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  db.exec("CREATE TABLE IF NOT EXISTS schema_migration (id TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT");
  const applied = db.prepare<[], { id: string; hash: string }>("SELECT id, hash FROM schema_migration ORDER BY id").all();
  for (const [index, row] of applied.entries()) {
    const known = migrations[index];
    if (!known) throw new Error(`The database was written by a newer version: it has the migration ${row.id}`);
    if (known.id !== row.id || hashOf(known) !== row.hash) throw new Error(`The database has another migration ${row.id}`);
  }
  const record = db.prepare("INSERT INTO schema_migration (id, hash) VALUES (?, ?)");
  for (const migration of migrations.slice(applied.length)) {
    db.transaction(() => {
      db.exec(migration.sql);
      record.run(migration.id, hashOf(migration));
    })();
  }
}

const hashOf = (migration: Migration): string => createHash("sha256").update(migration.sql).digest("hex");
