import type { Tables } from "@lucid/foundation";

/**
 * `facts`: what was told, each once. `notifications`: to whom. `mail` is 1 while an e-mail about it is due. Times are milliseconds of
 * the node's steady time, but `looked_at`, which is compared with what others wrote down by the time of day.
 */
export const notificationTables: Tables = {
  name: "notifications",
  migrations: [
    {
      id: "0001-notifications",
      sql: `
        CREATE TABLE facts (
          fact_id TEXT PRIMARY KEY,
          key TEXT NOT NULL UNIQUE,
          kind TEXT NOT NULL,
          link TEXT NOT NULL,
          session_id TEXT,
          who TEXT,
          data TEXT NOT NULL,
          at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX facts_by_time ON facts (at);
        CREATE TABLE notifications (
          notification_id TEXT PRIMARY KEY,
          fact_id TEXT NOT NULL REFERENCES facts (fact_id) ON DELETE CASCADE,
          user_id TEXT NOT NULL REFERENCES users (user_id),
          at INTEGER NOT NULL,
          shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
          mail INTEGER NOT NULL CHECK (mail IN (0, 1)),
          read_at INTEGER,
          UNIQUE (fact_id, user_id)
        ) STRICT;
        CREATE INDEX notifications_by_user ON notifications (user_id, at) WHERE shown = 1;
        CREATE INDEX notifications_unread ON notifications (user_id, at) WHERE shown = 1 AND read_at IS NULL;
        CREATE INDEX notifications_to_mail ON notifications (user_id, at) WHERE mail = 1;
        CREATE TABLE notification_choices (
          user_id TEXT NOT NULL REFERENCES users (user_id),
          kind TEXT NOT NULL,
          page INTEGER NOT NULL CHECK (page IN (0, 1)),
          email INTEGER NOT NULL CHECK (email IN (0, 1)),
          PRIMARY KEY (user_id, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE notification_readers (
          user_id TEXT PRIMARY KEY REFERENCES users (user_id),
          language TEXT CHECK (language IN ('en', 'de')),
          mailed_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE notification_looks (place TEXT PRIMARY KEY, looked_at INTEGER NOT NULL) STRICT;`,
    },
    {
      // Which languages there are, the contract says.
      id: "0002-languages",
      sql: `
        CREATE TABLE readers (
          user_id TEXT PRIMARY KEY REFERENCES users (user_id),
          language TEXT,
          mailed_at INTEGER
        ) STRICT, WITHOUT ROWID;
        INSERT INTO readers SELECT user_id, language, mailed_at FROM notification_readers;
        DROP TABLE notification_readers;
        ALTER TABLE readers RENAME TO notification_readers;`,
    },
  ],
  watched: [
    { table: "notifications", topic: "notifications", id: "user_id" },
    { table: "notification_choices", topic: "notifications", id: "user_id" },
    { table: "notification_readers", topic: "notifications", id: "user_id" },
  ],
};
