import { settingCount } from "../ground/index.ts";

export const auditSettings = {
  audit_retention_days: settingCount(30, 3_650).default(90).describe("days that entries of the audit log are kept"),
};
