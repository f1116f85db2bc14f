import type { Migration } from "@lucid/foundation";

/** Verdicts that counted already. `received_at` is in milliseconds of the node's steady time. */
export const kycVerdicts: Migration = {
  id: "0003-kyc-verdicts",
  sql: `
CREATE TABLE kyc_verdicts (verdict_id TEXT PRIMARY KEY, received_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX kyc_verdicts_received_at_index ON kyc_verdicts (received_at);
`,
};
