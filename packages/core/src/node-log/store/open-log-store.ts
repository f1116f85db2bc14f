import { openDatabase } from "@lucid/foundation/store";
import { createLogReader } from "./create-log-reader.ts";
import type { LogCalls, LogStore } from "./log-store.ts";
import { logMigrations } from "./log-tables.ts";
import { type KeptLine, readLine } from "./read-line.ts";
import { hourOf, levelTag, partTag } from "./search-terms.ts";

export interface LogStoreOptions {
  readonly path: string;
  readonly keepDays: number;
  readonly keepBytes: number;
}

const DAY_MS = 86_400_000;
/** Lines that go with one batch that comes: some ms of the store, and more than a batch brings. */
const SWEEP = 2_000;
/** What a line takes beside its texts, which stand in the table and, as words, in the index. Deleted words go from the index later. */
const ROW_BYTES = 100;

/** `log.db` in this thread: written by one, read by any. What was written last may be lost with the machine, but not with the node. */
export function openLogStore({ path, keepDays, keepBytes }: LogStoreOptions): LogStore {
  const db = openDatabase({ path, migrations: logMigrations, synchronous: "normal", cacheMib: 8 });
  const { read, write } = db;
  const known = read.prepare<[string], { batch: string }>("SELECT batch FROM log_batch WHERE batch = ?");
  const mark = write.prepare<[string]>(
    "INSERT INTO log_batch (id, batch) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET batch = excluded.batch",
  );
  const insert = write.prepare<[number, number, string, string, string, number]>(
    "INSERT INTO log_line (at, level, part, message, content, bytes) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const index = write.prepare<[number | bigint, string, string]>("INSERT INTO log_search (rowid, text, tags) VALUES (?, ?, ?)");
  const markHour = write.prepare<[number, number | bigint, number | bigint]>(`
    INSERT INTO log_hour (hour, first_id, last_id) VALUES (?, ?, ?)
    ON CONFLICT (hour) DO UPDATE SET last_id = excluded.last_id`);
  const markPart = write.prepare<[string]>("INSERT OR IGNORE INTO log_part (part) VALUES (?)");
  const grow = write.prepare<[number]>("UPDATE log_size SET bytes = bytes + ?");
  const used = read.prepare<[], { bytes: number }>("SELECT bytes FROM log_size");
  const sizeOf = read.prepare<[number, number], { bytes: number }>(
    "SELECT coalesce(sum(bytes), 0) AS bytes FROM log_line WHERE id BETWEEN ? AND ?",
  );
  const span = read.prepare<[], { first: number | null; last: number | null }>(
    "SELECT (SELECT min(id) FROM log_line) AS first, (SELECT max(id) FROM log_line) AS last",
  );
  const oldHours = read.prepare<[number], { last: number | null }>("SELECT max(last_id) AS last FROM log_hour WHERE hour < ?");
  const youngHours = read.prepare<[number], { first: number | null }>(
    "SELECT min(first_id) AS first FROM log_hour WHERE hour >= ?",
  );
  const forget = write.prepare<[number, number]>("DELETE FROM log_search WHERE rowid BETWEEN ? AND ?");
  const remove = write.prepare<[number, number]>("DELETE FROM log_line WHERE id BETWEEN ? AND ?");
  const forgetHours = write.prepare<[number]>("DELETE FROM log_hour WHERE last_id <= ?");

  function keep({ at, level, part, message, data }: KeptLine): void {
    const content = JSON.stringify(data);
    const bytes = ROW_BYTES + 2 * (message.length + content.length);
    const id = insert.run(at, level, part, message, content, bytes).lastInsertRowid;
    grow.run(bytes);
    index.run(id, `${part}\n${message}\n${textsOf(data).join("\n")}`, `${levelTag(level)} ${partTag(part)}`);
    markHour.run(hourOf(at), id, id);
    markPart.run(part);
  }

  /** Removes up to where lines are too old, or some of the oldest where there are too many. */
  function sweepSome(nowMs: number): number {
    const { first = null, last: newest = null } = span.get() ?? {};
    if (first === null || newest === null) return 0;
    const young = youngHours.get(hourOf(nowMs - keepDays * DAY_MS))?.first ?? Number.MAX_SAFE_INTEGER;
    const aged = Math.min(oldHours.get(hourOf(nowMs - keepDays * DAY_MS))?.last ?? 0, young - 1);
    const isFull = (used.get()?.bytes ?? 0) > keepBytes;
    const tenth = first + Math.floor((newest - first) / 10);
    const last = Math.min(first + SWEEP - 1, isFull ? Math.max(tenth, aged) : aged);
    if (last < first) return 0;
    grow.run(-(sizeOf.get(first, last)?.bytes ?? 0));
    forget.run(first, last);
    const { changes } = remove.run(first, last);
    forgetHours.run(last);
    return changes;
  }

  const append = write.transaction(({ batch, lines, nowMs }: LogCalls["append"]["ask"]): LogCalls["append"]["answer"] => {
    if (known.get(batch)) return { kept: 0 };
    const kept = lines.flatMap((line) => readLine(line) ?? []);
    for (const line of kept) keep(line);
    mark.run(batch);
    sweepSome(nowMs);
    return { kept: kept.length };
  });

  return {
    append,
    sweep: write.transaction(sweepSome),
    list: createLogReader(db),
    parts: () =>
      read
        .prepare<[], { part: string }>("SELECT part FROM log_part ORDER BY part")
        .all()
        .map(({ part }) => part),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  };
}

/** Every text of a line's data. */
const textsOf = (value: unknown): string[] => {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
};
