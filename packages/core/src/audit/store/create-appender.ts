import { hash } from "node:crypto";
import type { OpenDatabase } from "@lucid/foundation";
import { canonicalJson } from "@lucid/proof/canonical";
import type { AuditRecord } from "../entries/audit-record.ts";
import type { AuditCalls, AuditHead } from "./audit-store.ts";
import { searchedOf } from "./search-terms.ts";

const HOUR_MS = 3_600_000;
export const hourOf = (timestamp: string): number => Math.floor(Date.parse(timestamp) / HOUR_MS);

interface HeadRow {
  readonly beginning: string;
  readonly log_id: string;
  readonly size: number | null;
  readonly head: string | null;
  readonly buried: number;
}

/** Gives entries their place in the log. */
export function createAppender({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const headRow = read.prepare<[], HeadRow>(`
    SELECT l.beginning, l.log_id, e.sequence AS size, e.hash AS head,
      coalesce((SELECT max(last_sequence) FROM audit_tombstone), 0) AS buried
    FROM audit_log l LEFT JOIN audit_entry e ON e.sequence = (SELECT max(sequence) FROM audit_entry)`);
  const known = read.prepare<[string], { sequence: number }>("SELECT sequence FROM audit_entry WHERE event_id = ?");
  const insert = write.prepare<[number, string, string, string]>(
    "INSERT INTO audit_entry (sequence, event_id, content, hash) VALUES (?, ?, ?, ?)",
  );
  const index = write.prepare<[number, string, string]>("INSERT INTO audit_search (rowid, text, tags) VALUES (?, ?, ?)");
  const markHour = write.prepare<[number, number, number]>(`
    INSERT INTO audit_hour (hour, first_sequence, last_sequence) VALUES (?, ?, ?)
    ON CONFLICT (hour) DO UPDATE SET last_sequence = excluded.last_sequence`);

  function head(): AuditHead {
    const row = headRow.get();
    if (!row) throw new Error("audit.db has no beginning");
    const { beginning, log_id: logId } = row;
    return { beginning, logId, size: row.size ?? 0, head: row.head ?? logId, first: row.buried + 1 };
  }

  function appendAll(records: readonly AuditRecord[]): AuditHead {
    const before = head();
    let { size: sequence, head: previous } = before;
    const hours = new Map<number, [first: number, last: number]>();
    for (const record of records) {
      sequence += 1;
      const content = canonicalJson({ ...record, sequence, previous });
      previous = hash("sha256", content, "hex");
      insert.run(sequence, record.event_id, content, previous);
      const { text, tags } = searchedOf(record);
      index.run(sequence, text, tags);
      const hour = hourOf(record.timestamp);
      hours.set(hour, [hours.get(hour)?.[0] ?? sequence, sequence]);
    }
    for (const [hour, [first, last]] of hours) markHour.run(hour, first, last);
    return { ...before, size: sequence, head: previous };
  }

  const append = write.transaction(({ records, isAgain }: AuditCalls["append"]["ask"]) =>
    appendAll(isAgain ? records.filter(({ event_id }) => known.get(event_id) === undefined) : records),
  );

  return { head, append, appendAll };
}
export type Appender = ReturnType<typeof createAppender>;
