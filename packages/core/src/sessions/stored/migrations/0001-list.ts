import type { Migration } from "@lucid/foundation";

const KEYS = ["created_at", "updated_at", "name", "size_bytes"];

/** A list of all, of one account, in one state, or both, by each key. Only who asks for deleted ones gets them. */
const orders = KEYS.map(
  (key) => `
CREATE INDEX session_list_${key} ON session_list (${key}) WHERE state <> 'deleted';
CREATE INDEX session_list_user_${key} ON session_list (user_id, ${key}) WHERE state <> 'deleted';
CREATE INDEX session_list_state_${key} ON session_list (state, ${key});
CREATE INDEX session_list_user_state_${key} ON session_list (user_id, state, ${key});`,
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
 * What a list of sessions sorts and filters by, in rows so narrow that a page deep in 100 000 is quickly reached, and
 * sums that nobody has to count. Triggers keep both, in the transaction that changes a session. `scope` of a sum is an
 * account, or empty for all. A row's place never changes; the first ones are in the order of their creation.
 */
export const list: Migration = {
  id: "0001-list",
  sql: `
CREATE TABLE session_list (
  place INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL UNIQUE REFERENCES sessions (session_id),
  user_id TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;
INSERT INTO session_list (session_id, user_id, state, created_at, updated_at, name, size_bytes)
  SELECT session_id, user_id, state, created_at, updated_at, name, size_bytes FROM sessions ORDER BY created_at, session_id;
${orders}

CREATE TABLE session_totals (
  scope TEXT NOT NULL,
  state TEXT NOT NULL,
  sessions INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  chunks INTEGER NOT NULL,
  PRIMARY KEY (scope, state)
) STRICT, WITHOUT ROWID;
INSERT INTO session_totals
  SELECT user_id, state, count(*), sum(size_bytes), sum(chunk_count) FROM sessions GROUP BY user_id, state;
INSERT INTO session_totals
  SELECT '', state, sum(sessions), sum(size_bytes), sum(chunks) FROM session_totals GROUP BY state;

CREATE TRIGGER session_added AFTER INSERT ON sessions BEGIN
  INSERT INTO session_list (session_id, user_id, state, created_at, updated_at, name, size_bytes)
    VALUES (NEW.session_id, NEW.user_id, NEW.state, NEW.created_at, NEW.updated_at, NEW.name, NEW.size_bytes);
  ${addTotals(...counted("NEW", ""))}
END;
CREATE TRIGGER session_moved AFTER UPDATE OF state, updated_at, name, size_bytes ON sessions BEGIN
  UPDATE session_list SET state = NEW.state, updated_at = NEW.updated_at, name = NEW.name, size_bytes = NEW.size_bytes
    WHERE session_id = NEW.session_id;
END;
CREATE TRIGGER session_recounted AFTER UPDATE OF state, size_bytes, chunk_count ON sessions BEGIN
  ${addTotals(...counted("OLD", "-"), ...counted("NEW", ""))}
END;

DROP INDEX sessions_status_index;
DROP INDEX sessions_created_at_index;
DROP INDEX sessions_user_status_index;
DROP INDEX sessions_user_created_at_index;
CREATE INDEX sessions_state_index ON sessions (state, created_at);
CREATE INDEX sessions_recorded_index ON sessions (started_at, state, ended_at) WHERE state <> 'deleted';
CREATE INDEX sessions_user_recorded_index ON sessions (user_id, started_at, state, ended_at) WHERE state <> 'deleted';
CREATE INDEX sessions_waiting_index ON sessions (user_id, chunk_count)
  WHERE chunk_count > 0 AND anchored_at IS NULL AND state <> 'deleted';
CREATE INDEX sessions_unanchored_index ON sessions (created_at)
  WHERE manifest_hash IS NOT NULL AND completed_at IS NULL AND state <> 'deleted';
CREATE INDEX sessions_expiry_index ON sessions (ended_at + retention_days * 86400000)
  WHERE state IN ('completed', 'interrupted') AND completed_at IS NOT NULL AND legal_hold = 0;
`,
};
