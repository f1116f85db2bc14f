import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { type BackupManifest, readManifest } from "../set/backup-manifest.ts";
import { ARCHIVE, RECORDINGS, recordingFile } from "../set/backup-place.ts";
import { hashFile } from "../set/hash-file.ts";
import { type BackupProgress, tell } from "../set/progress.ts";

/** One part that is not as the node has signed it. */
export interface BadPart {
  /** `node.age`, `recordings.txt`, or the SHA-256 that a chunk should have. */
  readonly part: string;
  readonly why: "missing" | "altered";
}

export interface BackupCheck {
  readonly manifest: BackupManifest;
  /** Bytes that were read back. */
  readonly bytes: number;
  readonly chunks: number;
  /** The first hundred. */
  readonly bad: readonly BadPart[];
}

export interface CheckOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

const MOST_BAD = 100;

/**
 * Reads a backup back, every byte of it, and compares it with what its node has signed. Needs no identity: that the archive opens, and
 * that a node comes of it, a rehearsed restore shows.
 * @throws BackupError `not-a-backup`, `altered` for the manifest itself.
 */
export async function checkBackup(backup: string, { signal, onProgress }: CheckOptions): Promise<BackupCheck> {
  const manifest = await readManifest(backup);
  const { archive, recordings } = manifest;
  const onBytes = tell(onProgress, "reading-back", archive.size + (recordings ? recordings.list.size + recordings.bytes : 0));
  const bad: BadPart[] = [];
  let bytes = 0;

  async function look(part: string, path: string, wanted: { readonly size: number; readonly sha256: string }): Promise<boolean> {
    const why = await compare(path, wanted, signal, (count) => {
      bytes += count;
      onBytes(count);
    });
    if (why !== undefined && bad.length < MOST_BAD) bad.push({ part, why });
    return why === undefined;
  }

  await look(ARCHIVE, join(backup, ARCHIVE), archive);
  let chunks = 0;
  if (recordings && (await look(RECORDINGS, join(backup, RECORDINGS), recordings.list))) {
    for await (const { sha256, size } of listedChunks(backup)) {
      await look(sha256, recordingFile(dirname(backup), sha256), { sha256, size });
      chunks += 1;
    }
  }
  return { manifest, bytes, chunks, bad };
}

/** The chunks that a backup's list names. To be trusted as far as the list was checked. */
export async function* listedChunks(backup: string): AsyncGenerator<{ readonly sha256: string; readonly size: number }> {
  for await (const line of createInterface({ input: createReadStream(join(backup, RECORDINGS)) })) {
    const { sha256 = "", size = "" } = /^(?<sha256>[0-9a-f]{64}) (?<size>\d{1,15})$/.exec(line)?.groups ?? {};
    if (sha256 === "") throw new Error(`${RECORDINGS} has a line that is none: ${line.slice(0, 100)}`);
    yield { sha256, size: Number(size) };
  }
}

async function compare(
  path: string,
  wanted: { readonly size: number; readonly sha256: string },
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<BadPart["why"] | undefined> {
  try {
    if ((await stat(path)).size !== wanted.size) return "altered";
    return (await hashFile(path, signal, onBytes)).sha256 === wanted.sha256 ? undefined : "altered";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "missing";
    throw error;
  }
}
