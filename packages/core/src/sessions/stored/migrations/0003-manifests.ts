import type { Migration } from "@lucid/foundation";

/**
 * Manifests in a table of their own: that of a working day has a megabyte, and whoever reads a column behind it in
 * the same row reads through all of it.
 */
export const manifests: Migration = {
  id: "0003-manifests",
  sql: `
CREATE TABLE session_manifests (
  session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (session_id),
  manifest TEXT NOT NULL
) STRICT;
INSERT INTO session_manifests (session_id, manifest) SELECT session_id, manifest FROM sessions WHERE manifest IS NOT NULL;
ALTER TABLE sessions DROP COLUMN manifest;
`,
};
