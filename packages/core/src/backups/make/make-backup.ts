import { existsSync } from "node:fs";
import { mkdir, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { type Clock, holdLock, isLockHeld, type Randomness, syncFolder, writeDurably } from "@lucid/foundation";
import { canonicalJson, DOMAIN } from "@lucid/proof";
import { openNodeKeys } from "../../ground/index.ts";
import { BackupError, writingTo } from "../set/backup-error.ts";
import type { BackupManifest } from "../set/backup-manifest.ts";
import { ARCHIVE, backupName, isBackupName, MANIFEST, PART, placeOf, RECORDINGS } from "../set/backup-place.ts";
import { type BackupProgress, tell } from "../set/progress.ts";
import { chunkBytesIn } from "../set/stored-chunks.ts";
import { type CopiedRecordings, copyRecordings } from "./copy-recordings.ts";
import { listDataFiles } from "./list-data-files.ts";
import { stageNode } from "./stage-node.ts";
import { writeArchive } from "./write-archive.ts";

export interface MakeBackupDeps {
  readonly clock: Pick<Clock, "now">;
  readonly randomness: Randomness;
}

export interface MakeBackupOptions {
  /** A UUID. */
  readonly id: string;
  /** Data folder of a node, which may be running. */
  readonly data: string;
  /** Where backups of any nodes are kept; outside of the data folder. */
  readonly folder: string;
  /** age recipients. */
  readonly recipients: readonly string[];
  /** Whether the sealed recordings go along: by far the largest part. */
  readonly recordings: boolean;
  /** Settings that were given at the start, to be given again. */
  readonly settings: object;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

export interface MadeBackup {
  /** Folder of the backup. */
  readonly path: string;
  readonly manifest: BackupManifest;
  readonly recordings: CopiedRecordings | null;
}

/** @throws BackupError where no backup of this folder can be made there. */
async function requirePlaces({ data, folder, recipients }: MakeBackupOptions): Promise<void> {
  if (!existsSync(join(data, "keys", "node.key")) || !existsSync(join(data, "node.db")))
    throw new BackupError("not-a-node", `There is no node in ${data}`);
  if (recipients.length === 0)
    throw new BackupError("no-recipients", "A backup is encrypted: say to which age recipients (age1...)");
  await writingTo(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  const [inner, outer] = await Promise.all([realpath(folder), realpath(data)]);
  if (inner === outer || inner.startsWith(`${outer}${sep}`))
    throw new BackupError("folder-inside", `${folder} lies in the data folder: what takes the node takes its backups as well`);
}

/** One backup of a node at a time, by whatever process. @throws BackupError `running`. */
export function lockBackups(data: string): Disposable {
  try {
    return holdLock(join(data, "backup.lock"), { timeoutMs: 0 });
  } catch (cause) {
    if (isLockHeld(cause)) throw new BackupError("running", "Another backup of this node is being made", { cause });
    throw cause;
  }
}

/**
 * Makes a full backup of a node, which may be running: databases as they are at one moment each, keys, documents, and the sealed
 * recordings as far as no earlier backup holds them. Under its name it is there as a whole or not at all.
 * @throws BackupError, IdentityError `recipient-invalid`.
 */
export async function makeBackup(deps: MakeBackupDeps, options: MakeBackupOptions): Promise<MadeBackup> {
  const { id, data, folder, signal } = options;
  await requirePlaces(options);
  using _lock = lockBackups(data);
  const keys = await openNodeKeys(data, deps.randomness);
  const createdMs = deps.clock.now();
  const place = placeOf(folder, keys.publicKey);
  const path = join(place, backupName(createdMs, id));
  const part = `${path}${PART}`;
  const stage = join(data, "run", `${STAGE}${id}`);
  try {
    await sweep(data, place);
    const { archive, recordings, leftOut } = await writeParts({ ...options, place, part, stage });
    const manifest: BackupManifest = {
      format: "lucid-backup",
      version: 1,
      backup_id: id,
      node: keys.publicKey,
      created_at: new Date(createdMs).toISOString(),
      lucid_version: options.version,
      archive,
      recipients: [...options.recipients],
      recordings: recordings && {
        ...{ list: recordings.list, chunks: recordings.chunks, bytes: recordings.bytes },
        absent: recordings.absent.length,
      },
      left_out: [...leftOut],
    };
    const signature = keys.sign(DOMAIN.backup, manifest);
    await writingTo(folder, async () => {
      await writeDurably(join(part, MANIFEST), `${canonicalJson({ manifest, signature })}\n`);
      signal.throwIfAborted();
      await rename(part, path);
      syncFolder(place);
    });
    return { path, manifest, recordings };
  } catch (cause) {
    if (signal.aborted) throw new BackupError("cancelled", "The backup was cancelled", { cause });
    throw cause;
  } finally {
    await rm(stage, { recursive: true, force: true });
    await rm(part, { recursive: true, force: true });
  }
}

interface Places {
  readonly place: string;
  readonly part: string;
  readonly stage: string;
}

async function writeParts({ place, part, stage, ...options }: MakeBackupOptions & Places) {
  const { data, folder, recipients, signal, onProgress } = options;
  onProgress({ stage: "databases", doneBytes: 0, totalBytes: 0 });
  const files = await listDataFiles(data);
  const names = await stageNode(data, stage, files, options.settings, signal);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(stage, name))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const archive = await writingTo(folder, async () => {
    await mkdir(part, { recursive: true, mode: 0o700 });
    const archiving = { recipients, signal, onBytes: tell(onProgress, "archive", total) };
    return await writeArchive(join(part, ARCHIVE), stage, names, archiving);
  });
  if (!options.recordings) return { archive, recordings: null, leftOut: files.leftOut };
  const nodeDb = join(stage, "node.db");
  const from = { data, nodeDb, place, list: join(part, RECORDINGS) };
  const copying = tell(onProgress, "recordings", chunkBytesIn(nodeDb));
  const recordings = await writingTo(folder, () => copyRecordings(from, signal, copying));
  return { archive, recordings, leftOut: files.leftOut };
}

const STAGE = "backup-";

/** Takes away what a killed process left: plain copies in the data folder, and a backup that is not whole. */
async function sweep(data: string, place: string): Promise<void> {
  const namesIn = async (folder: string): Promise<string[]> => (existsSync(folder) ? await readdir(folder) : []);
  const run = join(data, "run");
  for (const name of await namesIn(run)) if (name.startsWith(STAGE)) await rm(join(run, name), { recursive: true, force: true });
  for (const name of await namesIn(place)) {
    if (name.endsWith(PART) && isBackupName(name.slice(0, -PART.length)))
      await rm(join(place, name), { recursive: true, force: true });
  }
}
