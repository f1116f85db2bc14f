import type { Migration } from "@lucid/foundation";

/**
 * Policies and consent texts once each, under the hashes that the sessions have of them. They are most of a row, and
 * the same few stand in nearly all: without them a list reads a fifth of the bytes.
 */
export const documents: Migration = {
  id: "0004-documents",
  sql: `
CREATE TABLE session_documents (
  hash TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO session_documents (hash, text) SELECT policy_hash, min(policy) FROM sessions GROUP BY policy_hash;
INSERT OR IGNORE INTO session_documents (hash, text) SELECT consent_hash, min(consent_text) FROM sessions GROUP BY consent_hash;
ALTER TABLE sessions DROP COLUMN policy;
ALTER TABLE sessions DROP COLUMN consent_text;
`,
};
