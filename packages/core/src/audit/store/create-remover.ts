import type { OpenDatabase } from "@lucid/foundation";
import type { AuditCalls, AuditHead, Removal } from "./audit-store.ts";
import { type Appender, hourOf } from "./create-appender.ts";

/** Takes away what is older than retention allows: first the tombstone, then the entries, some at a time. */
export function createRemover({ read, write }: Pick<OpenDatabase, "read" | "write">, appender: Appender) {
  const youngest = read.prepare<[number], { first: number | null }>(
    "SELECT min(first_sequence) AS first FROM audit_hour WHERE hour >= ?",
  );
  const hashOf = read.prepare<[number], { hash: string }>("SELECT hash FROM audit_entry WHERE sequence = ?");
  const bury = write.prepare<[number, string]>("INSERT INTO audit_tombstone (last_sequence, last_hash) VALUES (?, ?)");
  const span = read.prepare<[], { first: number | null; last: number | null }>(`
    SELECT (SELECT min(sequence) FROM audit_entry) AS first, (SELECT max(last_sequence) FROM audit_tombstone) AS last`);
  const remove = write.prepare<[number, number]>("DELETE FROM audit_entry WHERE sequence BETWEEN ? AND ?");
  const forget = write.prepare<[number, number]>("DELETE FROM audit_search WHERE rowid BETWEEN ? AND ?");
  const forgetHours = write.prepare<[number]>("DELETE FROM audit_hour WHERE last_sequence <= ?");

  return {
    /** An hour goes as a whole; the newest entry always stays. */
    removable(beforeMs: number): Removal | null {
      const { size, first } = appender.head();
      const kept = youngest.get(hourOf(new Date(beforeMs).toISOString()))?.first ?? size;
      const last = Math.min(kept, size) - 1;
      const lastHash = hashOf.get(last)?.hash;
      return last < first || lastHash === undefined ? null : { first, last, count: last - first + 1, lastHash };
    },
    entomb: write.transaction(({ record, removal }: AuditCalls["entomb"]["ask"]): AuditHead => {
      appender.appendAll([record]);
      bury.run(removal.last, removal.lastHash);
      return appender.head();
    }),
    sweep: write.transaction((limit: number): number => {
      const { first, last } = span.get() ?? { first: null, last: null };
      if (first === null || last === null || first > last) return 0;
      const end = Math.min(last, first + limit - 1);
      forget.run(first, end);
      const { changes } = remove.run(first, end);
      forgetHours.run(end);
      return changes;
    }),
  };
}
