import type { Migration } from "@lucid/foundation";

/**
 * One sealed picture a recording, in a table of its own: no list reads through it. With a deletion it goes, as the wrapped
 * keys do; those of recordings that were deleted before this step are still there.
 */
export const pictures: Migration = {
  id: "0008-pictures",
  sql: `
CREATE TABLE session_pictures (
  session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (session_id),
  sealed BLOB NOT NULL
) STRICT;
ALTER TABLE sessions ADD COLUMN picture_at INTEGER;
DELETE FROM session_keys WHERE session_id IN (SELECT session_id FROM sessions WHERE state = 'deleted');
CREATE TRIGGER session_deleted AFTER UPDATE OF state ON sessions WHEN NEW.state = 'deleted' BEGIN
  DELETE FROM session_keys WHERE session_id = NEW.session_id;
  DELETE FROM session_pictures WHERE session_id = NEW.session_id;
  UPDATE sessions SET picture_at = NULL WHERE session_id = NEW.session_id;
END;
`,
};
