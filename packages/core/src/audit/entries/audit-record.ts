import type { AuditEntry } from "@lucid/contract";
import type { AuditLine } from "../create-audit-log.ts";
import { classify } from "./classify.ts";
import { redactDetails, redactText } from "./redact.ts";

/** An entry that has no place in the log yet. Its names are those of the published form (docs/formats/audit.md). */
export type AuditRecord = Omit<AuditEntry, "sequence" | "previous" | "hash" | "username">;

/** The one form of whatever is recorded, without anything that looks like a secret. */
export function toRecord(line: AuditLine, eventId: string, nowMs: number): AuditRecord {
  const { action, outcome, target } = line;
  const { event_type, severity, status, event, resource_type } = classify(action, outcome);
  const text = (value: string | undefined): string | null => (value === undefined ? null : redactText(value));
  return {
    event_id: eventId,
    timestamp: new Date(nowMs).toISOString(),
    event_type,
    severity,
    status,
    event,
    action: redactText(action),
    outcome: redactText(outcome),
    user_id: text(line.user_id),
    resource_type: target === undefined ? null : resource_type,
    resource_id: text(target),
    details: redactDetails(line.details ?? {}),
    ip_address: text(line.ip),
    user_agent: text(line.user_agent),
    login_session_id: text(line.login_session_id),
    request_id: text(line.request_id),
    door: text(line.door),
  };
}
