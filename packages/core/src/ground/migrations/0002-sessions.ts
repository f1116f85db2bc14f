import type { Migration } from "@lucid/foundation";

/**
 * Sessions, their chunks and the wrapped data keys. Times are unix milliseconds; `entry` of a chunk is
 * the RFC 8785 form that the tree commits to, so a proof never depends on how a column is read back.
 * The sums and gaps of a session change in the transaction that adds a chunk, so that a list reads no chunks.
 */
export const sessions: Migration = {
  id: "0002-sessions",
  sql: `
CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (user_id),
  owner_address TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  template TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('created', 'recording', 'paused', 'processing', 'stored', 'anchored', 'completed',
    'failed', 'cancelled', 'interrupted', 'deleted')),
  policy TEXT NOT NULL,
  policy_hash TEXT NOT NULL,
  consent_text TEXT NOT NULL,
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
  grant_terms TEXT NOT NULL,
  grant_signature TEXT,
  chunk_count INTEGER NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  plain_size_bytes INTEGER NOT NULL DEFAULT 0,
  gaps TEXT NOT NULL DEFAULT '[]',
  encoder TEXT,
  key_commitment TEXT,
  started_at INTEGER,
  ended_at INTEGER,
  end_reason TEXT CHECK (end_reason IN ('stopped', 'limit', 'interrupted', 'recorder_lost', 'desktop_lost')),
  manifest TEXT,
  manifest_hash TEXT,
  merkle_root TEXT,
  anchor_transaction TEXT,
  anchored_at INTEGER,
  completed_at INTEGER,
  error_message TEXT,
  receipt TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user_id_index ON sessions (user_id);
CREATE INDEX sessions_status_index ON sessions (state);
CREATE INDEX sessions_created_at_index ON sessions (created_at);
CREATE INDEX sessions_user_status_index ON sessions (user_id, state);
CREATE INDEX sessions_user_created_at_index ON sessions (user_id, created_at DESC);
CREATE INDEX sessions_merkle_root_index ON sessions (merkle_root) WHERE merkle_root IS NOT NULL;

CREATE TABLE chunks (
  session_id TEXT NOT NULL REFERENCES sessions (session_id),
  chunk_index INTEGER NOT NULL,
  entry TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  plain_size_bytes INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, chunk_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_keys (
  session_id TEXT NOT NULL REFERENCES sessions (session_id),
  position INTEGER NOT NULL,
  envelope BLOB NOT NULL,
  recipients TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, position)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE session_search USING fts5 (session_id, name, description, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
`,
};
