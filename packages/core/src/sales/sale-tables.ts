import type { Tables } from "@lucid/foundation";

/** Which session is paid for by which invoice. An order that waits is the only one of its session, and so is one that was used. */
export const saleTables: Tables = {
  name: "sales",
  migrations: [
    {
      id: "0001-orders",
      sql: `
CREATE TABLE session_order (
  order_id TEXT NOT NULL PRIMARY KEY,
  network TEXT NOT NULL,
  session_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  title TEXT NOT NULL,
  price TEXT NOT NULL,
  payee TEXT,
  invoice_id TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'paid', 'used', 'lapsed', 'cancelled')),
  grant_signature TEXT,
  recipients TEXT NOT NULL,
  reason TEXT,
  ordered_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX session_order_waiting_index ON session_order (session_id) WHERE state = 'waiting';
CREATE UNIQUE INDEX session_order_used_index ON session_order (session_id) WHERE state = 'used';
CREATE INDEX session_order_session_index ON session_order (session_id);
CREATE INDEX session_order_open_index ON session_order (network, user_id) WHERE state IN ('waiting', 'paid');
CREATE TABLE session_order_read (network TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL) STRICT;
`,
    },
    {
      id: "0002-returned",
      sql: `
CREATE TABLE session_order_next (
  order_id TEXT NOT NULL PRIMARY KEY,
  network TEXT NOT NULL,
  session_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  title TEXT NOT NULL,
  price TEXT NOT NULL,
  payee TEXT,
  invoice_id TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'paid', 'used', 'lapsed', 'cancelled', 'asked', 'returning', 'returned')),
  grant_signature TEXT,
  recipients TEXT NOT NULL,
  reason TEXT,
  ordered_at INTEGER NOT NULL,
  returned_by TEXT,
  CHECK (state NOT IN ('returning', 'returned') OR (returned_by IS NOT NULL AND returned_by <> user_id AND invoice_id IS NOT NULL))
) STRICT;
INSERT INTO session_order_next SELECT *, NULL FROM session_order ORDER BY rowid;
DROP TABLE session_order;
ALTER TABLE session_order_next RENAME TO session_order;
CREATE UNIQUE INDEX session_order_waiting_index ON session_order (session_id) WHERE state = 'waiting';
CREATE UNIQUE INDEX session_order_used_index ON session_order (session_id) WHERE state = 'used';
CREATE INDEX session_order_session_index ON session_order (session_id);
CREATE INDEX session_order_open_index ON session_order (network, user_id) WHERE state IN ('waiting', 'paid', 'asked', 'returning');
`,
    },
  ],
  watched: [{ table: "session_order", topic: "session", id: "session_id" }],
};
