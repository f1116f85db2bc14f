import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { type AuditLog, createAuditLog } from "./create-audit-log.ts";

export type AuditArea = Area & AuditLog;

/** The record of what was done on this node, and by whom. */
export const startAudit = (ground: Pick<Ground, "clock" | "log">): AuditArea => ({
  ...createAuditLog(ground),
  [Symbol.asyncDispose]: async () => undefined,
});
