import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { findDatabaseFaults, type Randomness, syncFolder } from "@lucid/foundation";
import { openNodeKeys } from "../../ground/index.ts";
import { listDataFiles } from "../make/list-data-files.ts";
import { BackupError } from "../set/backup-error.ts";
import { type BackupManifest, readManifest } from "../set/backup-manifest.ts";
import { ARCHIVE, PART, recordingFile } from "../set/backup-place.ts";
import { hashFile } from "../set/hash-file.ts";
import { type BackupProgress, tell } from "../set/progress.ts";
import { type ChunkOfRow, chunkBytesIn, chunkFile, chunksIn } from "../set/stored-chunks.ts";
import { readArchive } from "./read-archive.ts";

export interface RestoreOptions {
  /** Folder of one backup. */
  readonly backup: string;
  /** Where the node is to be; not there, or empty. */
  readonly data: string;
  readonly identities: readonly string[];
  /** The node that it has to be of; undefined: whichever signed it. */
  readonly node?: string | undefined;
  /** Which chunks come along. */
  readonly wanted: (chunk: ChunkOfRow) => boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

export interface Restored {
  readonly manifest: BackupManifest;
  readonly databases: readonly string[];
  /** Chunks that were put back, and those that the backup does not hold, or not as they were. */
  readonly chunks: number;
  readonly lost: readonly ChunkOfRow[];
}

/**
 * Puts a node back as a backup holds it. It is there as a whole or not at all; a chunk that is lost is none the less named, and the
 * rest of its recording stays.
 * @throws BackupError, IdentityError `identity-invalid`.
 */
export async function restoreBackup(deps: { readonly randomness: Randomness }, options: RestoreOptions): Promise<Restored> {
  const { identities, node, signal } = options;
  const backup = resolve(options.backup);
  const data = resolve(options.data);
  const part = `${data}${PART}`;
  const manifest = await readManifest(backup);
  if (node !== undefined && node !== manifest.node)
    throw new BackupError("other-node", `The backup is of another node: ${manifest.node}`);
  await requireEmpty(data);
  await requireEmpty(part);
  await requireArchive(backup, manifest, signal);
  try {
    await mkdir(part, { recursive: true, mode: 0o700 });
    await readArchive(backup, part, { identities, signal, onBytes: tell(options.onProgress, "archive", manifest.archive.size) });
    const databases = await requireWhole(part, manifest, deps.randomness);
    const { chunks, lost } = await putRecordings(backup, part, options);
    await rename(part, data);
    syncFolder(dirname(data));
    return { manifest, databases, chunks, lost };
  } catch (cause) {
    await rm(part, { recursive: true, force: true });
    if (signal.aborted) throw new BackupError("cancelled", "The restore was cancelled: nothing was kept of it", { cause });
    throw cause;
  }
}

async function requireEmpty(folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw new BackupError("not-empty", `${folder} is not empty: a node is restored into a folder of its own`);
}

async function requireArchive(backup: string, { archive }: BackupManifest, signal: AbortSignal): Promise<void> {
  const path = join(backup, ARCHIVE);
  if (!existsSync(path)) throw new BackupError("altered", `${ARCHIVE} is missing`);
  const found = await hashFile(path, signal, () => undefined);
  if (found.size !== archive.size || found.sha256 !== archive.sha256)
    throw new BackupError("altered", `${ARCHIVE} is not as the node has signed it`);
}

/** @throws BackupError `altered` where the key is of another node, or a database is not whole. */
async function requireWhole(part: string, { node }: BackupManifest, randomness: Randomness): Promise<readonly string[]> {
  const isThere = existsSync(join(part, "keys", "node.key"));
  if (!isThere || (await openNodeKeys(part, randomness)).publicKey !== node)
    throw new BackupError("altered", "The key in the archive is not that of the node which signed the backup");
  const { databases } = await listDataFiles(part);
  for (const name of databases) {
    const [fault] = findDatabaseFaults(join(part, name));
    if (fault !== undefined) throw new BackupError("altered", `${name} is damaged: ${fault}`);
  }
  return databases;
}

async function putRecordings(backup: string, part: string, { wanted, signal, onProgress }: RestoreOptions) {
  const nodeDb = join(part, "node.db");
  const onBytes = tell(onProgress, "recordings", chunkBytesIn(nodeDb));
  const lost: ChunkOfRow[] = [];
  let chunks = 0;
  for (const chunk of chunksIn(nodeDb)) {
    signal.throwIfAborted();
    if (!wanted(chunk)) continue;
    if (await putChunk(recordingFile(dirname(backup), chunk.sha256), join(part, chunkFile(chunk)), chunk)) chunks += 1;
    else lost.push(chunk);
    onBytes(chunk.size);
  }
  return { chunks, lost };
}

/** Whether the chunk is there again, and is what the node recorded. */
async function putChunk(from: string, to: string, { sha256 }: ChunkOfRow): Promise<boolean> {
  if (!existsSync(from)) return false;
  const bytes = await readFile(from);
  if (hash("sha256", bytes, "hex") !== sha256) return false;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await writeFile(to, bytes, { mode: 0o600, flush: true });
  return true;
}
