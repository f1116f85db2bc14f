import type { Migration } from "@lucid/foundation";

/**
 * The texts by which a session is found, each under the name of the area that gave it. The index has one document for
 * each session, at its place in `session_list`: all of its texts, so that words may stand in different ones. The owner
 * is one word of its own column, which keeps a search in one account from looking at everybody's sessions. A deleted
 * recording has no texts.
 */
export const search: Migration = {
  id: "0002-search",
  sql: `
CREATE TABLE session_text (
  session_id TEXT NOT NULL REFERENCES sessions (session_id),
  source TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (session_id, source)
) STRICT, WITHOUT ROWID;
INSERT INTO session_text (session_id, source, text)
  SELECT session_id, 'session', name || char(10) || description FROM sessions WHERE state <> 'deleted';

DROP TABLE session_search;
CREATE VIRTUAL TABLE session_search USING fts5 (text, owner, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
INSERT INTO session_search (rowid, text, owner)
  SELECT l.place, t.session_id || char(10) || t.text, replace(l.user_id, '-', '')
  FROM session_text t JOIN session_list l ON l.session_id = t.session_id ORDER BY l.place;
`,
};
