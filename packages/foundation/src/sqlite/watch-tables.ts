import type Database from "better-sqlite3";
import type { Change, Changes } from "../changes/create-changes.ts";

/** A table whose every written row is a change. */
export interface WatchedTable {
  readonly table: string;
  readonly topic: string;
  /** Column that holds the id of what changed. */
  readonly id: string;
}

export interface TableWatch {
  watch(table: WatchedTable): void;
  /** Runs a transaction: what it changed is published once it is committed, and not at all when it is rolled back. */
  around<Result>(transaction: () => Result): Result;
}

const NAME = /^[a-z_]+$/;

/**
 * Publishes each written row of the watched tables, whoever wrote it: triggers of this connection call back from
 * within the statement, and the end of the turn, by when it is committed, tells the others. A single statement that
 * fails may be published although nothing changed.
 */
export function createTableWatch(db: Database.Database, changes: Pick<Changes, "publish">): TableWatch {
  let written = new Map<string, Change>();
  let isScheduled = false;

  function flush(): void {
    isScheduled = false;
    const all = [...written.values()];
    written = new Map();
    for (const change of all) changes.publish(change);
  }

  db.function("row_written", (topic: string, id: string) => {
    written.set(`${topic} ${id}`, { topic, id });
    if (!isScheduled) queueMicrotask(flush);
    isScheduled = true;
    return null;
  });

  return {
    watch({ table, topic, id }) {
      for (const name of [table, topic, id])
        if (!NAME.test(name)) throw new Error(`Not a name of a table, topic or column: ${name}`);
      for (const [event, row] of [
        ["INSERT", "NEW"],
        ["UPDATE", "NEW"],
        ["DELETE", "OLD"],
      ] as const) {
        db.exec(`CREATE TEMP TRIGGER IF NOT EXISTS "${table}_${topic}_${event}" AFTER ${event} ON main."${table}"
          BEGIN SELECT row_written('${topic}', ${row}."${id}"); END`);
      }
    },
    around(transaction) {
      if (db.inTransaction) return transaction();
      const before = new Map(written);
      try {
        return transaction();
      } catch (error) {
        written = before;
        throw error;
      }
    },
  };
}
