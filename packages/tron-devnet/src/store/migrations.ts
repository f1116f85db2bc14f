import type { Migration } from "@lucid/foundation";

export const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-chain",
    sql: `
      CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
      CREATE TABLE block (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, timestamp INTEGER NOT NULL, witness TEXT NOT NULL,
        header TEXT NOT NULL, transactions INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE tx (
        id TEXT PRIMARY KEY, block INTEGER NOT NULL, position INTEGER NOT NULL, shown TEXT NOT NULL, info TEXT NOT NULL,
        bytes BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX tx_by_block ON tx (block, position);
      CREATE TABLE log (
        block INTEGER NOT NULL, position INTEGER NOT NULL, place INTEGER NOT NULL, tx TEXT NOT NULL, contract TEXT NOT NULL,
        topics TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (block, position, place)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX log_by_contract ON log (contract, block, position, place);
      CREATE INDEX log_by_tx ON log (tx);
      CREATE TABLE state (part TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (part, key)) STRICT, WITHOUT ROWID;
      CREATE TABLE undo (
        block INTEGER NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL, value BLOB, PRIMARY KEY (block, part, key)
      ) STRICT, WITHOUT ROWID;`,
  },
];
