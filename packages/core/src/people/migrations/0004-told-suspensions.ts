import type { Migration } from "@lucid/foundation";

/** Whether the person reads the reason of the suspension: those of before were written for others. */
export const toldSuspensions: Migration = {
  id: "0004-told-suspensions",
  sql: "ALTER TABLE users ADD COLUMN suspension_told INTEGER NOT NULL DEFAULT 0 CHECK (suspension_told IN (0, 1));",
};
