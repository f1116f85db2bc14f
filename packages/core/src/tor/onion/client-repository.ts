import { type TorClient, torErrors } from "@lucid/contract";
import { byName, type OpenDatabase, type Tables } from "@lucid/foundation";

export const torTables: Tables = {
  name: "tor",
  migrations: [
    {
      id: "0001-tor",
      sql: `CREATE TABLE tor_clients (
          name TEXT PRIMARY KEY,
          public_key TEXT NOT NULL UNIQUE,
          added_at INTEGER NOT NULL
        ) STRICT;`,
    },
  ],
  watched: [{ table: "tor_clients", topic: "tor", id: "name" }],
};

/** A descriptor has room for far more; a list that a person looks through has not. */
const MAX_CLIENTS = 100;

/** Clients that alone may reach the onion service. Public keys only. */
export interface ClientRepository {
  list(): TorClient[];
  /** @throws TOR_CLIENT_EXISTS, TOR_CLIENT_LIMIT. */
  add(client: Pick<TorClient, "name" | "public_key">, nowMs: number): void;
  /** @throws TOR_CLIENT_NOT_FOUND. */
  remove(name: string): void;
}

interface ClientRow {
  readonly name: string;
  readonly public_key: string;
  readonly added_at: number;
}

export function createClientRepository(db: Pick<OpenDatabase, "read" | "write">): ClientRepository {
  const all = db.read.prepare<[], ClientRow>("SELECT name, public_key, added_at FROM tor_clients");
  const insert = db.write.prepare<[string, string, number]>(
    "INSERT INTO tor_clients (name, public_key, added_at) VALUES (?, ?, ?)",
  );
  const remove = db.write.prepare<[string]>("DELETE FROM tor_clients WHERE name = ?");
  const list = (): TorClient[] =>
    all
      .all()
      .toSorted(byName)
      .map((row) => ({ ...row, added_at: new Date(row.added_at).toISOString() }));

  return {
    list,
    add({ name, public_key }, nowMs) {
      const known = list();
      // tor keeps a file of each, and not every system tells upper from lower case.
      const isKnown = (one: TorClient): boolean => one.name.toLowerCase() === name.toLowerCase() || one.public_key === public_key;
      if (known.some(isKnown)) throw torErrors.TOR_CLIENT_EXISTS();
      if (known.length >= MAX_CLIENTS) throw torErrors.TOR_CLIENT_LIMIT();
      insert.run(name, public_key, nowMs);
    },
    remove(name) {
      if (remove.run(name).changes === 0) throw torErrors.TOR_CLIENT_NOT_FOUND();
    },
  };
}
