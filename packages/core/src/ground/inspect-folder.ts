import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDatabase } from "@lucid/foundation";
import { DamagedFileError, damagedFile, requireWhole } from "./damaged-file.ts";
import { SECRET_BYTES } from "./node-keys.ts";

/**
 * Files of a data folder that keep its node from starting, each with the way out; nothing is changed, and a node may run meanwhile.
 * Databases are opened, and not read as a whole.
 */
export function inspectFolder(data: string): readonly DamagedFileError[] {
  const looks = [
    () => requireWhole(data),
    ...keysIn(data).map((path) => () => requireSecret(path)),
    ...["node.db", "audit.db", "chain.db", "log.db"].map((name) => () => requireDatabase(join(data, name))),
    ...["genesis.json", "sign-state.json"].map((name) => () => requireJson(join(data, name))),
  ];
  const found = looks.flatMap((look): DamagedFileError[] => {
    try {
      look();
      return [];
    } catch (error) {
      if (error instanceof DamagedFileError) return [error];
      throw error;
    }
  });
  // A file that is gone or empty is wrong in two ways, and told of once.
  return [...new Map(found.toReversed().map((error) => [error.file, error])).values()].toReversed();
}

function keysIn(data: string): readonly string[] {
  const folder = join(data, "keys");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".key"))
    .map((name) => join(folder, name));
}

function requireSecret(path: string): void {
  const { length } = readFileSync(path);
  if (length !== SECRET_BYTES) throw damagedFile(path, `it has ${length} bytes instead of ${SECRET_BYTES}`);
}

function requireDatabase(path: string): void {
  if (!existsSync(path)) return;
  try {
    using database = readDatabase(path);
    database.read.prepare("SELECT count(*) FROM sqlite_schema").get();
  } catch (cause) {
    throw damagedFile(path, (cause as Error).message, { cause });
  }
}

function requireJson(path: string): void {
  if (!existsSync(path)) return;
  try {
    JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw damagedFile(path, (cause as Error).message, { cause });
  }
}
