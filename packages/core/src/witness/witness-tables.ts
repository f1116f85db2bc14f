import type { Tables } from "@lucid/foundation";

/** Times are Unix milliseconds, as they were signed. */
export const witnessTables: Tables = {
  name: "witness",
  migrations: [
    {
      id: "0001-witness",
      sql: `
        CREATE TABLE witness_logs (
          origin TEXT PRIMARY KEY,
          size INTEGER NOT NULL,
          root TEXT NOT NULL,
          checkpoint TEXT NOT NULL,
          cosigned_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE witness_conflicts (
          origin TEXT NOT NULL,
          kind TEXT NOT NULL,
          size INTEGER NOT NULL,
          root TEXT NOT NULL,
          checkpoint TEXT NOT NULL,
          seen_at INTEGER NOT NULL,
          PRIMARY KEY (origin, kind, size, root)
        ) STRICT;`,
    },
    {
      id: "0002-offers",
      sql: `
        CREATE TABLE witness_offers (
          network TEXT NOT NULL,
          url TEXT NOT NULL,
          size INTEGER NOT NULL,
          checkpoint TEXT NOT NULL,
          seen_at INTEGER,
          last_failure INTEGER,
          fault TEXT,
          next_at INTEGER NOT NULL,
          PRIMARY KEY (network, url)
        ) STRICT;`,
    },
    {
      id: "0003-proofs",
      sql: `
        CREATE TABLE witness_proofs (
          network TEXT NOT NULL,
          session_id TEXT NOT NULL,
          witnesses INTEGER NOT NULL,
          first_at INTEGER NOT NULL,
          document TEXT NOT NULL,
          PRIMARY KEY (network, session_id)
        ) STRICT;`,
    },
  ],
  watched: [],
};
