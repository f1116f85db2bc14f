import type { OpenDatabase, Tables } from "@lucid/foundation";
import { toldAlerts } from "./told-alerts.ts";

/** What was measured at one moment. `at` is unix milliseconds, `steady` the node's steady time. */
export interface Sample {
  readonly at: number;
  readonly steady: number;
  readonly load_one_minute: number;
  readonly process_bytes: number;
  readonly memory_free_bytes: number;
  readonly open_sessions: number;
  readonly stored_bytes: number;
  readonly free_bytes: number;
  readonly height: number;
}

export const sampleTables: Tables = {
  name: "dashboard",
  migrations: [
    {
      id: "0001-samples",
      sql: `
        CREATE TABLE dashboard_samples (
          steady INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          load_one_minute REAL NOT NULL,
          process_bytes INTEGER NOT NULL,
          memory_free_bytes INTEGER NOT NULL,
          open_sessions INTEGER NOT NULL,
          stored_bytes INTEGER NOT NULL,
          free_bytes INTEGER NOT NULL,
          height INTEGER NOT NULL
        ) STRICT;`,
    },
    toldAlerts,
  ],
};

/** Samples of one answer: as many as a chart of a screen's width shows. */
const MOST = 300;

/** Rows of `dashboard_samples`. */
export function createSampleRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const insert = write.prepare<[Sample]>(`
    INSERT OR REPLACE INTO dashboard_samples (steady, at, load_one_minute, process_bytes, memory_free_bytes, open_sessions,
      stored_bytes, free_bytes, height)
    VALUES (:steady, :at, :load_one_minute, :process_bytes, :memory_free_bytes, :open_sessions, :stored_bytes, :free_bytes, :height)`);
  const forget = write.prepare<[number]>("DELETE FROM dashboard_samples WHERE steady < ?");
  // One of each stretch of time, so that a long range has as many as a short one.
  const since = read.prepare<{ from: number; step: number }, Sample>(`
    SELECT * FROM dashboard_samples WHERE steady >= :from GROUP BY steady / :step ORDER BY steady`);
  return {
    insert: (sample: Sample): void => void insert.run(sample),
    forgetBefore: (steady: number): void => void forget.run(steady),
    /** Oldest first. */
    since: (from: number, now: number): Sample[] => since.all({ from, step: Math.max(1, Math.ceil((now - from) / MOST)) }),
  };
}
