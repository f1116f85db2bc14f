export { auditSettings } from "./audit.settings.ts";
export { checkStoredLog, type LogCheck } from "./check-stored-log.ts";
export type { AuditLine, AuditLog } from "./create-audit-log.ts";
export { classify } from "./entries/classify.ts";
export { redactText } from "./entries/redact.ts";
export { exportStoredLog } from "./export-stored-log.ts";
export { type AuditArea, startAudit } from "./start-audit.ts";
export { startAuditDesk } from "./start-audit-desk.ts";
