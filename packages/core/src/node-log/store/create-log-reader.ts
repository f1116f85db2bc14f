import type { LogEntry } from "@lucid/contract";
import type { ReadDb } from "@lucid/foundation";
import { levelName } from "./levels.ts";
import type { LogCalls } from "./log-store.ts";
import { hourOf, matchOf } from "./search-terms.ts";

interface Row {
  readonly id: number;
  readonly at: number;
  readonly level: number;
  readonly part: string;
  readonly message: string;
  readonly content: string;
}

/** Finds lines, newest first, through the index: the number of lines that are read is bounded by those that are shown. */
export function createLogReader({ read }: { readonly read: ReadDb }) {
  const exact = "l.at BETWEEN :from AND :to";
  const window = read.prepare<{ from: number; to: number }, { low: number | null; high: number | null }>(
    "SELECT min(first_id) AS low, max(last_id) AS high FROM log_hour WHERE hour BETWEEN :from AND :to",
  );
  const all = read.prepare<[object], Row>(
    `SELECT l.* FROM log_line l WHERE l.id BETWEEN :low AND :high AND ${exact} ORDER BY l.id DESC LIMIT :limit`,
  );
  const found = read.prepare<[object], Row>(`
    SELECT l.* FROM log_search s CROSS JOIN log_line l ON l.id = s.rowid
    WHERE log_search MATCH :match AND s.rowid BETWEEN :low AND :high AND ${exact} ORDER BY s.rowid DESC LIMIT :limit`);

  return ({ filter, before, limit }: LogCalls["list"]["ask"]): LogCalls["list"]["answer"] => {
    const from = filter.from === undefined ? 0 : Date.parse(filter.from);
    const to = filter.to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(filter.to);
    const { low, high } = window.get({ from: hourOf(from), to: hourOf(to) }) ?? {};
    const bounds = { low: low ?? 1, high: Math.min(high ?? 0, (before ?? Number.MAX_SAFE_INTEGER) - 1), from, to };
    const match = matchOf(filter);
    const rows =
      match === undefined ? all.all({ ...bounds, limit: limit + 1 }) : found.all({ ...bounds, match, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    return { entries: shown.map(toEntry), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  };
}

const toEntry = ({ id, at, level, part, message, content }: Row): LogEntry => ({
  id,
  timestamp: new Date(at).toISOString(),
  level: levelName(level),
  part,
  message,
  data: JSON.parse(content) as Record<string, unknown>,
});
