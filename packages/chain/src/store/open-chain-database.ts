import { type OpenDatabase, openDatabase } from "@lucid/foundation";
import { chainMigrations } from "./migrations.ts";

/** Opens or creates `chain.db`. Every commit is on the disk before it returns. */
export const openChainDatabase = (path: string): OpenDatabase =>
  openDatabase({ path, migrations: chainMigrations, synchronous: "full" });
