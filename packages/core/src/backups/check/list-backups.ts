import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { BackupError } from "../set/backup-error.ts";
import { type BackupManifest, readManifest } from "../set/backup-manifest.ts";
import { isBackupName } from "../set/backup-place.ts";

export interface ListedBackup {
  readonly name: string;
  readonly path: string;
  /** Undefined where it is not as its node has signed it. */
  readonly manifest: BackupManifest | undefined;
}

/** The backups in a node's place, newest first, those that cannot be read last. None where the place is not there. */
export async function listBackups(place: string): Promise<ListedBackup[]> {
  if (!existsSync(place)) return [];
  const names = (await readdir(place)).filter(isBackupName);
  const listed = await Promise.all(
    names.map(async (name) => ({ name, path: join(place, name), manifest: await manifestOf(join(place, name)) })),
  );
  return listed.toSorted((one, other) => (madeAt(one) > madeAt(other) ? -1 : 1));
}

const madeAt = ({ manifest }: Pick<ListedBackup, "manifest">): string => manifest?.created_at ?? "";

async function manifestOf(path: string): Promise<BackupManifest | undefined> {
  try {
    return await readManifest(path);
  } catch (error) {
    if (error instanceof BackupError) return undefined;
    throw error;
  }
}
