import type { Migration } from "@lucid/foundation";

export const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-wallets",
    sql: `
      CREATE TABLE wallet (
        wallet_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('hot', 'watch')), created_at INTEGER NOT NULL,
        rehearsed_at INTEGER, unlocked_at INTEGER,
        failed_tries INTEGER NOT NULL DEFAULT 0, closed_until INTEGER NOT NULL DEFAULT 0,
        UNIQUE (user_id, address)
      ) STRICT;`,
  },
];
