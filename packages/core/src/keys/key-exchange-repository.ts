import type { ExchangedKey } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";

/** A key that was exchanged while the node ran. `at` is unix milliseconds. */
export interface KeyExchangeRow {
  readonly key: ExchangedKey;
  readonly at: number;
  readonly reason: string;
  readonly user_id: string;
  readonly ended_logins: number;
}

export const keyTables: Tables = {
  name: "keys",
  migrations: [
    {
      id: "0001-exchanges",
      sql: `
        CREATE TABLE key_exchanges (
          exchange_id INTEGER PRIMARY KEY,
          key TEXT NOT NULL,
          at INTEGER NOT NULL,
          reason TEXT NOT NULL,
          user_id TEXT NOT NULL,
          ended_logins INTEGER NOT NULL
        ) STRICT;`,
    },
  ],
  watched: [{ table: "key_exchanges", topic: "keys", id: "key" }],
};

const SHOWN = 50;

/** Rows of `key_exchanges`. */
export function createKeyExchangeRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const newest = read.prepare<[number], KeyExchangeRow>(
    "SELECT key, at, reason, user_id, ended_logins FROM key_exchanges ORDER BY exchange_id DESC LIMIT ?",
  );
  const insert = write.prepare<[KeyExchangeRow]>(
    "INSERT INTO key_exchanges (key, at, reason, user_id, ended_logins) VALUES (:key, :at, :reason, :user_id, :ended_logins)",
  );
  return {
    newest: (): KeyExchangeRow[] => newest.all(SHOWN),
    insert: (row: KeyExchangeRow): void => void insert.run(row),
  };
}
