import type { Migration } from "@lucid/foundation";

/** Named sets of accounts. Times are unix milliseconds. */
export const groups: Migration = {
  id: "0002-groups",
  sql: `
CREATE TABLE account_groups (
  group_id TEXT PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  description TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE group_members (
  group_id TEXT NOT NULL REFERENCES account_groups (group_id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (user_id),
  added_at INTEGER NOT NULL,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_by_time ON group_members (group_id, added_at);
CREATE INDEX group_members_by_account ON group_members (user_id);
`,
};
