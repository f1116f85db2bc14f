import { Counter, type Registry } from "prom-client";

export interface AuditMetrics {
  readonly written: Counter;
  readonly lost: Counter;
}

export const createAuditMetrics = (registry: Registry): AuditMetrics => ({
  written: new Counter({
    name: "lucid_audit_entries_total",
    help: "Entries of the audit log that reached the disk",
    registers: [registry],
  }),
  lost: new Counter({
    name: "lucid_audit_entries_lost_total",
    help: "Entries that found no room while the audit log could not be written",
    registers: [registry],
  }),
});
