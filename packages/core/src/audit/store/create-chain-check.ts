import { hash } from "node:crypto";
import type { OpenDatabase } from "@lucid/foundation";
import type { AuditCalls, StoredEntry } from "./audit-store.ts";

/** Goes along the log: each entry has its number, its hash, and names the hash of the one before. */
export function createChainCheck({ read }: Pick<OpenDatabase, "read">) {
  const following = read.prepare<[number, number], StoredEntry>(
    "SELECT sequence, content, hash FROM audit_entry WHERE sequence > ? ORDER BY sequence LIMIT ?",
  );
  return ({ after, hash: before, limit }: AuditCalls["check"]["ask"]): AuditCalls["check"]["answer"] => {
    let checkedTo = after;
    let previous = before;
    for (const row of following.iterate(after, limit)) {
      const sequence = checkedTo + 1;
      if (row.sequence !== sequence) return { checkedTo, hash: previous, problem: { sequence, reason: "removed" } };
      const entry = JSON.parse(row.content) as { readonly sequence?: unknown; readonly previous?: unknown };
      const fits = entry.sequence === sequence && entry.previous === previous && hash("sha256", row.content, "hex") === row.hash;
      if (!fits) return { checkedTo, hash: previous, problem: { sequence, reason: "altered" } };
      checkedTo = sequence;
      previous = row.hash;
    }
    return { checkedTo, hash: previous };
  };
}
