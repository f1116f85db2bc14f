import type { AuditLine } from "../create-audit-log.ts";
import { type AuditRecord, toRecord } from "../entries/audit-record.ts";
import { openAuditStore } from "../store/open-audit-store.ts";

export const AUDIT_START_MS = Date.UTC(2026, 0, 1);

let ids = 0;
const uuid = (): string => `0198c0de-0000-4000-8000-${(++ids).toString(16).padStart(12, "0")}`;

/** An entry as it would be written so many milliseconds after the start. */
export const testRecord = (line: Partial<AuditLine>, afterMs = 0): AuditRecord =>
  toRecord({ action: "sessions.start", outcome: "ok", ...line }, uuid(), AUDIT_START_MS + afterMs);

/** A log of its own. */
export const openTestStore = (path = ":memory:") =>
  openAuditStore({
    path,
    beginning: { node: "ab".repeat(32), created_at: new Date(AUDIT_START_MS).toISOString(), salt: "cd".repeat(32) },
  });
