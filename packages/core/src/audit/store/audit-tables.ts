import type { Migration } from "@lucid/foundation";

/** As many hex digits of an entry's hash are in its index: 64 bits tell one from any other, and the whole is compared afterwards. */
export const INDEXED_DIGITS = 16;

/**
 * `audit.db`. `content` is the entry's RFC 8785 form, of which `hash` is the SHA-256: there is no other copy of what an
 * entry says. Entries cannot be changed, and removed only up to where a tombstone stands. `audit_hour` bounds which
 * entries an hour can hold, also where the clock was set back.
 */
export const auditMigrations: readonly Migration[] = [
  {
    id: "0001-audit",
    sql: `
CREATE TABLE audit_log (id INTEGER PRIMARY KEY CHECK (id = 1), beginning TEXT NOT NULL, log_id TEXT NOT NULL) STRICT;

CREATE TABLE audit_tombstone (
  last_sequence INTEGER PRIMARY KEY,
  last_hash TEXT NOT NULL
) STRICT;

CREATE TABLE audit_entry (
  sequence INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  content TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX audit_entry_event_id ON audit_entry (event_id);

CREATE TABLE audit_hour (
  hour INTEGER PRIMARY KEY,
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE audit_search USING fts5 (text, tags, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2");

CREATE TRIGGER audit_log_stays BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log begins once'); END;
CREATE TRIGGER audit_log_kept BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log begins once'); END;
CREATE TRIGGER audit_tombstone_stays BEFORE UPDATE ON audit_tombstone BEGIN SELECT RAISE(ABORT, 'a tombstone stays'); END;
CREATE TRIGGER audit_tombstone_kept BEFORE DELETE ON audit_tombstone BEGIN SELECT RAISE(ABORT, 'a tombstone stays'); END;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'an audit entry is not changed'); END;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
  WHEN NOT EXISTS (SELECT 1 FROM audit_tombstone WHERE last_sequence >= OLD.sequence)
  BEGIN SELECT RAISE(ABORT, 'an audit entry is not removed'); END;
`,
  },
  {
    id: "0002-hashes",
    sql: `CREATE INDEX audit_entry_hash ON audit_entry (substr(hash, 1, ${INDEXED_DIGITS}));`,
  },
];
