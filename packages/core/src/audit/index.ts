export { type AuditLine, type AuditLog, createAuditLog } from "./create-audit-log.ts";
