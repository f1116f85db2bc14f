import { type OpenDatabase, openDatabase } from "@lucid/foundation";
import { transactionKinds } from "../kinds/index.ts";
import type { KindTable } from "../kinds/transaction-kind.ts";
import { chainMigrations } from "./migrations.ts";

/**
 * Opens or creates `chain.db`, with the tables of these kinds. Every commit is on the disk before it returns.
 * @throws as `openDatabase` does, and if it holds tables of a kind that is not among them.
 */
export function openChainDatabase(path: string, kinds: KindTable = transactionKinds): OpenDatabase {
  const db = openDatabase({ path, migrations: chainMigrations, synchronous: "full" });
  try {
    for (const { type: name, migrations } of Object.values(kinds)) if (migrations !== undefined) db.attach({ name, migrations });
    db.requireAllAttached();
    return db;
  } catch (error) {
    db[Symbol.dispose]();
    throw error;
  }
}
