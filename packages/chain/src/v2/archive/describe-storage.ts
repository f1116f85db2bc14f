import { existsSync } from "node:fs";
import { join } from "node:path";
import { readDatabase } from "@lucid/foundation";
import { archiveFolder } from "../store/block-archive.ts";

/** What a `chain.db` of a network holds, and what is in its archive. */
export interface NetworkStorage {
  /** Blocks in the database, of all branches, and the bytes that they take. */
  readonly blocks: Amount;
  /** Blocks whose bodies are in the archive alone. */
  readonly archived: Amount & { readonly files: number; readonly missing: readonly string[] };
  readonly votes: number;
  /** Heights of the snapshots of the state, the newest first. */
  readonly snapshots: readonly number[];
}

interface Amount {
  readonly count: number;
  readonly bytes: number;
}

const NONE: Amount = { count: 0, bytes: 0 };

/** Counts what lies on the disk; nothing of it is checked, and its node may run. @throws when the file cannot be read, or is no chain of a network. */
export function describeStorage(path: string): NetworkStorage {
  using db = readDatabase(path);
  const { read } = db;
  const has = (table: string): boolean =>
    read.prepare<[string], { one: 1 }>("SELECT 1 AS one FROM sqlite_schema WHERE name = ?").get(table) !== undefined;
  const amount = (sql: string): Amount => read.prepare<[], Amount>(sql).get() ?? NONE;
  read.prepare("BEGIN").run();
  // An earlier version has neither snapshots nor an archive.
  const isNow = has("archived_block") && has("snapshot");
  const only = "FROM archived_block WHERE hash NOT IN (SELECT hash FROM block)";
  const files = isNow ? read.prepare<[], { file: string }>(`SELECT DISTINCT file ${only} ORDER BY file`).all() : [];
  const folder = archiveFolder(path);
  return {
    blocks: amount("SELECT count(*) AS count, coalesce(sum(length(content)), 0) AS bytes FROM block"),
    archived: {
      ...(isNow ? amount(`SELECT count(*) AS count, coalesce(sum(size), 0) AS bytes ${only}`) : NONE),
      files: files.length,
      missing: files.map(({ file }) => file).filter((file) => !existsSync(join(folder, file))),
    },
    votes: amount("SELECT count(*) AS count, 0 AS bytes FROM vote").count,
    snapshots: isNow
      ? read
          .prepare<[], { height: number }>("SELECT height FROM snapshot ORDER BY height DESC")
          .all()
          .map(({ height }) => height)
      : [],
  };
}
