import type { Migration } from "@lucid/foundation";
import { IS_RECORD } from "./0006-records.ts";

const COLUMNS = `session_id, user_id, owner_address, name, template, state, policy_hash, consent_hash, width, height, frame_rate,
  compression, encryption, chunk_size_bytes, max_size_bytes, retention_days, legal_hold, created_at, updated_at, chunk_count,
  size_bytes, plain_size_bytes, started_at, ended_at, end_reason, manifest_hash, merkle_root, anchor_transaction, anchored_at,
  completed_at, picture_at, reason, encoder, key_commitment, tag_salt, description, gaps, grant_terms, grant_signature, receipt`;

const KEYS = ["created_at", "updated_at", "name", "size_bytes"];

const orders = KEYS.map(
  (key) => `
CREATE INDEX session_list_${key} ON session_list (${key}) WHERE state <> 'deleted';
CREATE INDEX session_list_user_${key} ON session_list (user_id, ${key}) WHERE state <> 'deleted';
CREATE INDEX session_list_state_${key} ON session_list (state, ${key});
CREATE INDEX session_list_user_state_${key} ON session_list (user_id, state, ${key});
CREATE INDEX session_list_record_${key} ON session_list (${key}) WHERE ${IS_RECORD};
CREATE INDEX session_list_user_record_${key} ON session_list (user_id, ${key}) WHERE ${IS_RECORD};`,
).join("");

const addTotals = (...rows: readonly string[]): string => `
  INSERT INTO session_totals (scope, state, sessions, size_bytes, chunks) VALUES ${rows.join(", ")}
    ON CONFLICT (scope, state) DO UPDATE SET sessions = sessions + excluded.sessions,
      size_bytes = size_bytes + excluded.size_bytes, chunks = chunks + excluded.chunks;`;

const counted = (row: "NEW" | "OLD", sign: "" | "-"): string[] =>
  [`${row}.user_id`, "''"].map(
    (scope) => `(${scope}, ${row}.state, ${sign}1, ${sign}${row}.size_bytes, ${sign}${row}.chunk_count)`,
  );

/**
 * Sessions under a number, `place`, that never changes and that lists and the search know them by. Without a number their
 * rows, a kilobyte each, were the tree itself that an id is looked for in, and each look-up read eight pages of it. What
 * lists sort by is a third as wide without the ids.
 */
export const rows: Migration = {
  id: "0010-rows",
  rebuilds: true,
  sql: `
CREATE TABLE sessions_anew (
  place INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (user_id),
  owner_address TEXT NOT NULL,
  name TEXT NOT NULL,
  template TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('created', 'recording', 'paused', 'processing', 'stored', 'anchored', 'completed',
    'failed', 'cancelled', 'interrupted', 'deleted')),
  policy_hash TEXT NOT NULL,
  consent_hash TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  frame_rate INTEGER NOT NULL,
  compression TEXT NOT NULL,
  encryption TEXT NOT NULL,
  chunk_size_bytes INTEGER NOT NULL,
  max_size_bytes INTEGER NOT NULL,
  retention_days INTEGER NOT NULL,
  legal_hold INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  chunk_count INTEGER NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  plain_size_bytes INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER,
  ended_at INTEGER,
  end_reason TEXT CHECK (end_reason IN ('stopped', 'limit', 'interrupted', 'recorder_lost', 'desktop_lost')),
  manifest_hash TEXT,
  merkle_root TEXT,
  anchor_transaction TEXT,
  anchored_at INTEGER,
  completed_at INTEGER,
  picture_at INTEGER,
  reason TEXT,
  encoder TEXT,
  key_commitment TEXT,
  tag_salt TEXT,
  description TEXT NOT NULL,
  gaps TEXT NOT NULL DEFAULT '[]',
  grant_terms TEXT NOT NULL,
  grant_signature TEXT,
  receipt TEXT
) STRICT;
INSERT INTO sessions_anew (place, ${COLUMNS})
  SELECT l.place, ${COLUMNS.replaceAll(/\b(\w+)\b/g, "s.$1")}
  FROM session_list l JOIN sessions s ON s.session_id = l.session_id ORDER BY l.place;
DROP TABLE session_list;
DROP TABLE sessions;
ALTER TABLE sessions_anew RENAME TO sessions;

CREATE TABLE session_list (
  place INTEGER PRIMARY KEY REFERENCES sessions (place),
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  name TEXT NOT NULL,
  user_id TEXT NOT NULL
) STRICT;
INSERT INTO session_list (place, state, created_at, updated_at, size_bytes, name, user_id)
  SELECT place, state, created_at, updated_at, size_bytes, name, user_id FROM sessions ORDER BY place;
${orders}

CREATE INDEX sessions_user_id_index ON sessions (user_id);
CREATE INDEX sessions_merkle_root_index ON sessions (merkle_root) WHERE merkle_root IS NOT NULL;
CREATE INDEX sessions_state_index ON sessions (state, created_at);
CREATE INDEX sessions_recorded_index ON sessions (started_at, state, ended_at) WHERE state <> 'deleted';
CREATE INDEX sessions_user_recorded_index ON sessions (user_id, started_at, state, ended_at) WHERE state <> 'deleted';
CREATE INDEX sessions_waiting_index ON sessions (user_id, chunk_count)
  WHERE chunk_count > 0 AND anchored_at IS NULL AND state <> 'deleted';
CREATE INDEX sessions_unanchored_index ON sessions (created_at)
  WHERE manifest_hash IS NOT NULL AND completed_at IS NULL AND state <> 'deleted';
CREATE INDEX sessions_expiry_index ON sessions (ended_at + retention_days * 86400000)
  WHERE state IN ('completed', 'interrupted') AND completed_at IS NOT NULL AND legal_hold = 0;

CREATE TRIGGER session_added AFTER INSERT ON sessions BEGIN
  INSERT INTO session_list (place, state, created_at, updated_at, size_bytes, name, user_id)
    VALUES (NEW.place, NEW.state, NEW.created_at, NEW.updated_at, NEW.size_bytes, NEW.name, NEW.user_id);
  ${addTotals(...counted("NEW", ""))}
END;
CREATE TRIGGER session_moved AFTER UPDATE OF state, updated_at, name, size_bytes ON sessions BEGIN
  UPDATE session_list SET state = NEW.state, updated_at = NEW.updated_at, name = NEW.name, size_bytes = NEW.size_bytes
    WHERE place = NEW.place;
END;
CREATE TRIGGER session_recounted AFTER UPDATE OF state, size_bytes, chunk_count ON sessions BEGIN
  ${addTotals(...counted("OLD", "-"), ...counted("NEW", ""))}
END;
CREATE TRIGGER session_deleted AFTER UPDATE OF state ON sessions WHEN NEW.state = 'deleted' BEGIN
  DELETE FROM session_keys WHERE session_id = NEW.session_id;
  DELETE FROM session_pictures WHERE session_id = NEW.session_id;
  UPDATE sessions SET picture_at = NULL WHERE session_id = NEW.session_id;
END;
`,
};
