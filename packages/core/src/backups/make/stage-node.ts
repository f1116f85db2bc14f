import { copyFile, mkdir, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { copyDatabase } from "@lucid/foundation";
import { BackupError } from "../set/backup-error.ts";
import type { DataFiles } from "./list-data-files.ts";

/** Room that a running node keeps for itself while a backup stands beside it. */
const SPARE_BYTES = 64 * 1_048_576;

/**
 * Copies documents and databases of a data folder into `stage`, private to its owner.
 * @throws BackupError `node-disk-short` before anything is written, where the copies would take the node's room.
 */
export async function stageNode(
  data: string,
  stage: string,
  { documents, databases }: DataFiles,
  settings: object,
  signal: AbortSignal,
): Promise<string[]> {
  await requireRoom(data, databases);
  const place = async (name: string): Promise<string> => {
    signal.throwIfAborted();
    await mkdir(dirname(join(stage, name)), { recursive: true, mode: 0o700 });
    return join(stage, name);
  };
  for (const name of documents) await copyFile(join(data, name), await place(name));
  for (const name of databases) await copyDatabase(join(data, name), await place(name));
  await writeFile(await place("lucid.config.json"), `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  return [...documents, ...databases, "lucid.config.json"];
}

async function requireRoom(data: string, databases: readonly string[]): Promise<void> {
  const names = databases.flatMap((name) => [name, `${name}-wal`]);
  const sizes = await Promise.all(names.map((name) => sizeOf(join(data, name))));
  const needed = sizes.reduce((sum, size) => sum + size, SPARE_BYTES);
  const { bavail, bsize } = await statfs(data);
  if (bavail * bsize >= needed) return;
  throw new BackupError(
    "node-disk-short",
    `The disk of ${data} has ${bavail * bsize} bytes left, and the copies of its databases take ${needed} for a while`,
  );
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}
