import type { AuditFilter } from "@lucid/contract";
import { type OpenDatabase, readSha256 } from "@lucid/foundation/store";
import type { AuditCalls, StoredEntry } from "./audit-store.ts";
import { INDEXED_DIGITS } from "./audit-tables.ts";
import { hourOf } from "./create-appender.ts";
import { writeCsv, writeLine } from "./export-lines.ts";
import { matchOf, TAGGED } from "./search-terms.ts";

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly from: string;
  readonly to: string;
}
type Asked = Bounds & Readonly<Record<(typeof TAGGED)[number], string | null>> & { readonly limit: number };

/** Times as entries have them sort as texts. */
const FIRST = "0000";
const LAST = "9999";
const isoOf = (time: string): string => new Date(time).toISOString();

/** Index words leave signs out, and hours hold more than was asked for: each field is compared as it is. */
const EXACT = [
  "e.content ->> 'timestamp' BETWEEN :from AND :to",
  ...TAGGED.map((field) => `(:${field} IS NULL OR e.content ->> '${field}' = :${field})`),
].join(" AND ");
const COLUMNS = "SELECT e.sequence, e.content, e.hash FROM";
const FOUND = `${COLUMNS} audit_search s CROSS JOIN audit_entry e ON e.sequence = s.rowid
  WHERE audit_search MATCH :match AND s.rowid BETWEEN :low AND :high AND ${EXACT} ORDER BY s.rowid`;
const ALL = `${COLUMNS} audit_entry e WHERE e.sequence BETWEEN :low AND :high AND ${EXACT} ORDER BY e.sequence`;
const HASHED = `${COLUMNS} audit_entry e WHERE substr(e.hash, 1, ${INDEXED_DIGITS}) = substr(:hash, 1, ${INDEXED_DIGITS}) AND e.hash = :hash
  AND e.sequence BETWEEN :low AND :high AND ${EXACT}`;

/** Lists, single entries and exports. Every answer takes a bounded number of entries. */
export function createEntryReader({ read }: Pick<OpenDatabase, "read">) {
  const ordered = (sql: string) => ({
    asc: read.prepare<Asked & { match?: string }, StoredEntry>(`${sql} ASC LIMIT :limit`),
    desc: read.prepare<Asked & { match?: string }, StoredEntry>(`${sql} DESC LIMIT :limit`),
  });
  const found = ordered(FOUND);
  const all = ordered(ALL);
  const hashed = read.prepare<Bounds & Omit<Asked, "limit"> & { hash: string }, StoredEntry>(HASHED);
  const byEvent = read.prepare<[string], StoredEntry>(
    "SELECT sequence, content, hash FROM audit_entry WHERE event_id = ? AND sequence > (SELECT coalesce(max(last_sequence), 0) FROM audit_tombstone)",
  );
  const hashOfEntry = read.prepare<[number], { hash: string }>("SELECT hash FROM audit_entry WHERE sequence = ?");
  const hashBefore = read.prepare<{ sequence: number }, { hash: string }>(`
    SELECT last_hash AS hash FROM audit_tombstone WHERE last_sequence = :sequence
    UNION ALL SELECT log_id FROM audit_log WHERE :sequence = 0`);
  const window = read.prepare<{ from: number; to: number }, { low: number | null; high: number | null; buried: number }>(`
    SELECT min(first_sequence) AS low, max(last_sequence) AS high,
      (SELECT coalesce(max(last_sequence), 0) FROM audit_tombstone) AS buried
    FROM audit_hour WHERE hour BETWEEN :from AND :to`);

  function boundsOf({ from, to }: AuditFilter): Bounds {
    const hours = { from: from === undefined ? 0 : hourOf(from), to: to === undefined ? Number.MAX_SAFE_INTEGER : hourOf(to) };
    const { low = null, high = null, buried = 0 } = window.get(hours) ?? {};
    const times = { from: from === undefined ? FIRST : isoOf(from), to: to === undefined ? LAST : isoOf(to) };
    return { low: Math.max(low ?? 1, buried + 1), high: high ?? 0, ...times };
  }

  function select(filter: AuditFilter, order: "asc" | "desc", bounds: Bounds, limit: number): StoredEntry[] {
    const fields = Object.fromEntries(TAGGED.map((field) => [field, filter[field] ?? null])) as Record<
      (typeof TAGGED)[number],
      string | null
    >;
    const asked = { ...bounds, ...fields, limit };
    const match = matchOf(filter);
    const entries = match === undefined ? all[order].all(asked) : found[order].all({ ...asked, match });
    const hash = filter.q === undefined ? undefined : readSha256(filter.q);
    return hash === undefined ? entries : withHashed(entries, hashed.all({ ...bounds, ...fields, hash }), order).slice(0, limit);
  }

  return {
    list({ filter, before, limit }: AuditCalls["list"]["ask"]): AuditCalls["list"]["answer"] {
      const bounds = boundsOf(filter);
      const high = Math.min(bounds.high, (before ?? Number.MAX_SAFE_INTEGER) - 1);
      const entries = select(filter, "desc", { ...bounds, high }, limit + 1);
      const shown = entries.slice(0, limit);
      return { entries: shown, next: entries.length > limit ? (shown.at(-1)?.sequence ?? null) : null };
    },
    find: (eventId: string): StoredEntry | null => byEvent.get(eventId) ?? null,
    hashOf: (sequence: number): string | null => (hashOfEntry.get(sequence) ?? hashBefore.get({ sequence }))?.hash ?? null,
    exportPart({ filter, format, after, until, limit }: AuditCalls["exportPart"]["ask"]): AuditCalls["exportPart"]["answer"] {
      const bounds = boundsOf(filter);
      const asked = { ...bounds, low: Math.max(bounds.low, after + 1), high: Math.min(bounds.high, until) };
      const entries = select(filter, "asc", asked, limit);
      const text = entries.map(format === "csv" ? writeCsv : writeLine).join("");
      return { text, count: entries.length, next: entries.length < limit ? undefined : entries.at(-1)?.sequence };
    },
  };
}

/** What the words find, and the entry that has them for its hash, in order. */
function withHashed(found: readonly StoredEntry[], hashed: readonly StoredEntry[], order: "asc" | "desc"): StoredEntry[] {
  const sign = order === "asc" ? 1 : -1;
  const others = hashed.filter(({ sequence }) => !found.some((one) => one.sequence === sequence));
  return [...found, ...others].toSorted((one, other) => sign * (one.sequence - other.sequence));
}
