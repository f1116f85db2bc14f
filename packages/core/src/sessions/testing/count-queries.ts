import type { OpenDatabase, ReadDb, WriteDb } from "@lucid/foundation";
import type Database from "better-sqlite3";

export interface CountedDatabase {
  readonly db: { readonly read: ReadDb; readonly write: WriteDb };
  /** Texts of the statements that ran, each as often as it ran. */
  queries(): readonly string[];
  /** How many statements were prepared. */
  prepared(): number;
  /** Steps of SQLite's plan for a statement. */
  plan(sql: string): string[];
}

/** A database that notes each statement that is run on it. */
export function countQueries(db: Pick<OpenDatabase, "read" | "write">): CountedDatabase {
  const ran: string[] = [];
  let prepared = 0;

  function noting<Handle extends ReadDb>(handle: Handle): Handle {
    const prepare = (sql: string): Database.Statement => {
      prepared += 1;
      const statement = handle.prepare(sql);
      for (const name of ["all", "get", "run"] as const) {
        const run = statement[name].bind(statement);
        Object.defineProperty(statement, name, {
          value: (...values: unknown[]) => {
            ran.push(sql);
            return run(...values);
          },
        });
      }
      return statement;
    };
    return { ...handle, prepare };
  }

  return {
    db: { read: noting({ prepare: db.read.prepare.bind(db.read) }), write: noting(db.write) },
    queries: () => ran,
    prepared: () => prepared,
    plan(sql) {
      const steps = db.read.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
      const named = Object.fromEntries((sql.match(/:\w+/g) ?? []).map((name) => [name.slice(1), null]));
      const others = Array.from({ length: sql.split("?").length - 1 }, () => null);
      return steps.all(...others, ...(Object.keys(named).length > 0 ? [named] : [])).map(({ detail }) => detail);
    },
  };
}
