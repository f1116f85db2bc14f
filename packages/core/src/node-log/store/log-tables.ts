import type { Migration } from "@lucid/foundation";

/**
 * `log.db`. `content` is what a line says beside its time, level, part and message, as JSON. `log_hour` bounds which lines an hour can
 * hold, also where the clock was set back. `log_size` is what all lines take, `bytes` what one does.
 */
export const logMigrations: readonly Migration[] = [
  {
    id: "0001-log",
    sql: `
CREATE TABLE log_batch (id INTEGER PRIMARY KEY CHECK (id = 1), batch TEXT NOT NULL) STRICT;

CREATE TABLE log_line (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  level INTEGER NOT NULL,
  part TEXT NOT NULL,
  message TEXT NOT NULL,
  content TEXT NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE log_hour (hour INTEGER PRIMARY KEY, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL) STRICT;
CREATE TABLE log_size (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL) STRICT;
INSERT INTO log_size (id, bytes) VALUES (1, 0);
CREATE TABLE log_part (part TEXT PRIMARY KEY) STRICT;

CREATE VIRTUAL TABLE log_search USING fts5 (text, tags, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2");
`,
  },
];
