import type { Tables } from "@lucid/foundation";

/** Times are milliseconds of the node's steady time, but for `stamped_at`, which is what the authority says. */
export const timeStampTables: Tables = {
  name: "time-stamps",
  migrations: [
    {
      id: "0001-time-stamps",
      sql: `
        CREATE TABLE time_stamps (
          network TEXT NOT NULL,
          authority TEXT NOT NULL,
          height INTEGER NOT NULL,
          hash TEXT NOT NULL,
          stamped_at INTEGER NOT NULL,
          accuracy_ms INTEGER NOT NULL,
          ahead_ms INTEGER NOT NULL,
          signer TEXT NOT NULL,
          certificate TEXT NOT NULL,
          token BLOB NOT NULL,
          PRIMARY KEY (network, authority, height)
        ) STRICT;
        CREATE INDEX time_stamps_by_height ON time_stamps (network, height);
        CREATE TABLE time_authorities (
          url TEXT PRIMARY KEY,
          last_success INTEGER,
          last_failure INTEGER,
          fault TEXT,
          failures INTEGER NOT NULL,
          next_at INTEGER NOT NULL
        ) STRICT;`,
    },
  ],
  watched: [],
};
