import type { Migration } from "@lucid/foundation";

/**
 * The tree heads that the chain was told of a session before its anchor, so that what the chain holds can be compared
 * with what this node said. They go when the anchor is final.
 */
export const heads: Migration = {
  id: "0005-heads",
  sql: `
CREATE TABLE session_heads (
  session_id TEXT NOT NULL REFERENCES sessions (session_id),
  size INTEGER NOT NULL,
  root TEXT NOT NULL,
  PRIMARY KEY (session_id, size)
) STRICT, WITHOUT ROWID;
`,
};
