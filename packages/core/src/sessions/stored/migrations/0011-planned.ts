import type { Migration } from "@lucid/foundation";

/**
 * What the next chunk of a running session will be, noted before its file is written: a node that is killed between file and row
 * finds the row here. One a session, since chunks are stored one after the other.
 */
export const planned: Migration = {
  id: "0011-planned",
  sql: `
CREATE TABLE planned_chunks (
  session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (session_id),
  entry TEXT NOT NULL
) STRICT;
`,
};
