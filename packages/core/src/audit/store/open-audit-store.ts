import { hash } from "node:crypto";
import { openDatabase } from "@lucid/foundation/store";
import { canonicalJson } from "@lucid/proof/canonical";
import type { AuditStore } from "./audit-store.ts";
import { auditMigrations } from "./audit-tables.ts";
import { createAppender } from "./create-appender.ts";
import { createChainCheck } from "./create-chain-check.ts";
import { createEntryReader } from "./create-entry-reader.ts";
import { createRemover } from "./create-remover.ts";

export interface StoreOptions {
  readonly path: string;
  /** The node's key and something random: what a new log begins with. */
  readonly beginning: { readonly node: string; readonly created_at: string; readonly salt: string };
}

/** `audit.db` in this thread. A second one on the same file sees what the first has written. */
export function openAuditStore({ path, beginning }: StoreOptions): AuditStore {
  const db = openDatabase({ path, migrations: auditMigrations, synchronous: "full" });
  const content = canonicalJson({ format: "lucid-audit-log", version: 1, ...beginning });
  db.write
    .prepare("INSERT OR IGNORE INTO audit_log (id, beginning, log_id) VALUES (1, ?, ?)")
    .run(content, hash("sha256", content, "hex"));
  const appender = createAppender(db);
  return {
    head: () => appender.head(),
    append: appender.append,
    ...createEntryReader(db),
    check: createChainCheck(db),
    ...createRemover(db, appender),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  };
}
