export type { AuditLine, AuditLog } from "./create-audit-log.ts";
export { type AuditArea, startAudit } from "./start-audit.ts";
