import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { listedChunks } from "./check/check-backup.ts";
import { listBackups } from "./check/list-backups.ts";
import { recordingsOf } from "./set/backup-place.ts";

export interface Pruned {
  readonly removed: readonly string[];
  /** Files of recordings that no backup names any more. */
  readonly chunks: number;
}

/**
 * Removes backups beyond the newest `keep`, counted from one that was just read back and found whole, and then the recordings that
 * no backup names any more. What cannot be read is never removed, and its recordings neither.
 */
export async function pruneBackups(whole: string, keep: number): Promise<Pruned> {
  const place = dirname(whole);
  const listed = await listBackups(place);
  const readable = listed.filter(({ manifest }) => manifest !== undefined);
  const newest = readable.findIndex(({ name }) => name === basename(whole));
  const old = newest < 0 ? [] : readable.slice(newest + keep);
  for (const { path } of old) await rm(path, { recursive: true });
  const removed = new Set(old.map(({ name }) => name));
  const left = listed.filter(({ name }) => !removed.has(name));
  const isEachReadable = left.every(({ manifest }) => manifest !== undefined);
  const chunks = removed.size > 0 && isEachReadable ? await forgetRecordings(place, left) : 0;
  return { removed: [...removed], chunks };
}

async function forgetRecordings(
  place: string,
  left: readonly { readonly path: string; readonly manifest: { readonly recordings: object | null } | undefined }[],
): Promise<number> {
  const named = new Set<string>();
  for (const { path, manifest } of left) {
    if (manifest?.recordings) for await (const { sha256 } of listedChunks(path)) named.add(sha256);
  }
  const folder = recordingsOf(place);
  let removed = 0;
  for (const shelf of existsSync(folder) ? await readdir(folder) : []) {
    for (const file of await readdir(join(folder, shelf))) {
      if (named.has(file.replace(/\.chunk(\.part)?$/, ""))) continue;
      await rm(join(folder, shelf, file));
      removed += 1;
    }
  }
  return removed;
}
