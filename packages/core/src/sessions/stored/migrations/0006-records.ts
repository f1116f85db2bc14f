import type { Migration } from "@lucid/foundation";

/** States of sessions that were recorded, or should have been: neither a draft nor given up, not open, not deleted. */
export const IS_RECORD = "state NOT IN ('created', 'recording', 'paused', 'cancelled', 'deleted')";

const KEYS = ["created_at", "updated_at", "name", "size_bytes"];

/** A list of what was recorded, of all or of one account, by each key: prepared and given up sessions are not walked over. */
export const records: Migration = {
  id: "0006-records",
  sql: KEYS.map(
    (key) => `
CREATE INDEX session_list_record_${key} ON session_list (${key}) WHERE ${IS_RECORD};
CREATE INDEX session_list_user_record_${key} ON session_list (user_id, ${key}) WHERE ${IS_RECORD};`,
  ).join(""),
};
