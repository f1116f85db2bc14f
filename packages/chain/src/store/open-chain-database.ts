import { type OpenDatabase, openDatabase } from "@lucid/foundation";
import { transactionKinds } from "../kinds/index.ts";
import type { KindTable } from "../kinds/transaction-kind.ts";
import { chainMigrations } from "./migrations.ts";

/** Opens or creates `chain.db`, with the tables of these kinds. Every commit is on the disk before it returns. */
export function openChainDatabase(path: string, kinds: KindTable = transactionKinds): OpenDatabase {
  const own = Object.values(kinds).flatMap(({ migrations = [] }) => migrations);
  const migrations = [...chainMigrations, ...own].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return openDatabase({ path, migrations, synchronous: "full" });
}
