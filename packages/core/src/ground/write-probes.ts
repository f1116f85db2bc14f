import { open, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { WriteDb } from "@lucid/foundation";

/** One page of a disk. */
const PROBE = Buffer.alloc(4_096, 1);

/** Writes a page into a folder, waits until it is on the disk, and takes it away. @throws as the file system does. */
export async function writeToFolder(folder: string): Promise<void> {
  const path = join(folder, ".probe");
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(PROBE);
    await file.sync();
  } finally {
    await file.close();
    await unlink(path);
  }
}

/** Writes a database's own version number back, which nobody uses, and waits until it is on the disk. @throws as SQLite does. */
export function createDatabaseWrite(db: WriteDb): () => void {
  const version = db.prepare<[], { user_version: number }>("PRAGMA user_version").get()?.user_version ?? 0;
  const write = db.prepare(`PRAGMA user_version = ${version}`);
  return () => void write.run();
}
