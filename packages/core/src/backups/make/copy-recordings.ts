import { createHash, hash } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "@lucid/foundation";
import { PART, recordingFile } from "../set/backup-place.ts";
import { type ChunkOfRow, chunkFile, chunksIn } from "../set/stored-chunks.ts";

export interface AbsentChunk {
  readonly session_id: string;
  readonly index: number;
  readonly why: "missing" | "damaged";
}

export interface CopiedRecordings {
  readonly list: { readonly size: number; readonly sha256: string };
  readonly chunks: number;
  readonly bytes: number;
  /** Of them, what no earlier backup had. */
  readonly copied: { readonly chunks: number; readonly bytes: number };
  readonly absent: readonly AbsentChunk[];
}

/** Lines of the list that are written at once. */
const LINES = 1_000;

/**
 * Brings the sealed chunks that a copy of `node.db` names under their hashes into `place`, where those of earlier backups are already,
 * and writes the list of them. They are encrypted to the recipients of their recordings, and stay as they are.
 */
export async function copyRecordings(
  {
    data,
    nodeDb,
    place,
    list,
  }: { readonly data: string; readonly nodeDb: string; readonly place: string; readonly list: string },
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<CopiedRecordings> {
  const copied = { chunks: 0, bytes: 0 };
  const whole = { chunks: 0, bytes: 0 };
  const absent: AbsentChunk[] = [];
  const folders = new Set<string>();
  const digest = createHash("sha256");
  let size = 0;
  let lines: string[] = [];
  const file = await open(list, "wx", 0o600);
  const flush = async (): Promise<void> => {
    const text = lines.join("");
    lines = [];
    digest.update(text);
    size += text.length;
    await file.writeFile(text);
  };
  try {
    for (const chunk of chunksIn(nodeDb)) {
      signal.throwIfAborted();
      const target = recordingFile(place, chunk.sha256);
      if (!(await isThere(target, chunk.size))) {
        const why = await copyChunk(join(data, chunkFile(chunk)), target, chunk);
        if (why !== undefined) {
          absent.push({ session_id: chunk.session_id, index: chunk.index, why });
          continue;
        }
        folders.add(dirname(target));
        copied.chunks += 1;
        copied.bytes += chunk.size;
      }
      whole.chunks += 1;
      whole.bytes += chunk.size;
      onBytes(chunk.size);
      if (lines.push(`${chunk.sha256} ${chunk.size}\n`) === LINES) await flush();
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  for (const folder of folders) syncFolder(folder);
  return { list: { size, sha256: digest.digest("hex") }, ...whole, copied, absent };
}

async function isThere(path: string, size: number): Promise<boolean> {
  try {
    return (await stat(path)).size === size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Why the chunk's file is not what its row says; undefined when it was copied. */
async function copyChunk(from: string, to: string, { sha256 }: ChunkOfRow): Promise<AbsentChunk["why"] | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "missing";
    throw error;
  }
  if (hash("sha256", bytes, "hex") !== sha256) return "damaged";
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const part = `${to}${PART}`;
  try {
    await writeFile(part, bytes, { mode: 0o600, flush: true });
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return undefined;
}
