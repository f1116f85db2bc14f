import type { Dirent } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs, unlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipelineErrors } from "@lucid/contract";
import type { Log } from "@lucid/foundation";
import { chunkIndexOf, chunkName, codeOf, isSessionName, isTemporaryName, sessionFolder, storeError } from "./chunk-paths.ts";
import type { ByteRange, ChunkRead, ChunkStore, StoredChunk } from "./chunk-store.ts";

export interface DiskChunkStoreDeps {
  readonly log: Log;
}

export interface DiskChunkStoreOptions {
  /** Folder of the chunks; made when it is missing. One process writes to it. */
  readonly directory: string;
}

/**
 * Chunks as files `<session>/<index, 8 digits>.chunk` on the local disk.
 * Leftovers of a write that a crash cut off are removed here.
 * @throws LucidError STORE_READ_ONLY, STORE_FULL or STORE_FAILED when the folder cannot be used.
 */
export async function openChunkStore(deps: DiskChunkStoreDeps, options: DiskChunkStoreOptions): Promise<ChunkStore> {
  const { directory } = options;
  const known = await wrap(async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await probe(directory);
    return takeStock(directory, deps.log);
  });
  let { chunks, bytes: storedBytes } = known;
  const turns = new Map<string, Promise<unknown>>();

  async function put(sessionId: string, index: number, content: Uint8Array): Promise<void> {
    const name = chunkName(index);
    const folder = sessionFolder(directory, sessionId);
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(directory);
    const target = join(folder, name);
    const present = await readFile(target).catch(undefinedIfMissing);
    if (present) {
      if (Buffer.compare(present, content) !== 0) throw pipelineErrors.CHUNK_CONFLICT({ session_id: sessionId, index });
      return;
    }
    const temporary = join(folder, `${name}.tmp`);
    try {
      await writeDurably(temporary, content);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
    chunks += 1;
    storedBytes += content.length;
  }

  /** Writers of one session take turns, so that nobody slips between the look and the rename. */
  async function inTurn<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(sessionId) ?? Promise.resolve();
    const mine = before.then(work, work);
    turns.set(sessionId, mine);
    try {
      return await mine;
    } finally {
      if (turns.get(sessionId) === mine) turns.delete(sessionId);
    }
  }

  async function list(sessionId: string): Promise<StoredChunk[]> {
    const folder = sessionFolder(directory, sessionId);
    const found: StoredChunk[] = [];
    for (const entry of await entriesOf(folder)) {
      const index = chunkIndexOf(entry.name);
      if (index !== undefined) found.push({ index, size: (await stat(join(folder, entry.name))).size });
    }
    return found.toSorted((a, b) => a.index - b.index);
  }

  async function trim(sessionId: string, from: number): Promise<number> {
    const folder = sessionFolder(directory, sessionId);
    const stored = await list(sessionId);
    const gone = stored.filter(({ index }) => index >= from);
    for (const { index, size } of gone) {
      await unlink(join(folder, chunkName(index)));
      chunks -= 1;
      storedBytes -= size;
    }
    if (gone.length < stored.length) {
      if (gone.length > 0) await syncFolder(folder);
      return gone.length;
    }
    await rm(folder, { recursive: true, force: true });
    await syncFolder(directory);
    return gone.length;
  }

  const pathOf = (sessionId: string, index: number): string => join(sessionFolder(directory, sessionId), chunkName(index));

  return {
    put: (sessionId, index, content, signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      return wrap(() => inTurn(sessionId, () => put(sessionId, index, content)));
    },
    get: (sessionId, index) => wrap(() => readFile(pathOf(sessionId, index)).catch(undefinedIfMissing)),
    openRead: (sessionId, index, range) => wrap(() => openRead(pathOf(sessionId, index), range)),
    list: (sessionId) => wrap(() => list(sessionId)),
    sessions: () =>
      wrap(async () =>
        (await entriesOf(directory)).filter((entry) => entry.isDirectory() && isSessionName(entry.name)).map(nameOf),
      ),
    trim: (sessionId, from) => wrap(() => inTurn(sessionId, () => trim(sessionId, from))),
    remove: (sessionId) => wrap(() => inTurn(sessionId, () => trim(sessionId, 0))),
    usage: () =>
      wrap(async () => {
        const { bavail, blocks, bsize } = await statfs(directory);
        return { chunks, bytes: storedBytes, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
      }),
    async [Symbol.asyncDispose]() {},
  };
}

async function openRead(path: string, range: ByteRange | undefined): Promise<ChunkRead | undefined> {
  const file = await open(path).catch(undefinedIfMissing);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const start = range?.start ?? 0;
    const end = Math.min(range?.end ?? size - 1, size - 1);
    if (start <= end) return { size, body: file.createReadStream({ start, end }) };
    await file.close();
    return { size, body: Readable.from([]) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  await using file: FileHandle = await open(path, "wx", 0o600);
  for (let at = 0; at < content.length; ) at += (await file.write(content, at)).bytesWritten;
  await file.datasync();
}

/** A new name survives a power cut only when its folder was synced as well. */
async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path);
  await folder.sync();
}

async function probe(directory: string): Promise<void> {
  const path = join(directory, "probe.tmp");
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(path, { force: true }));
  await rm(path, { force: true });
  await writeDurably(path, Buffer.from("lucid"));
}

async function takeStock(directory: string, log: Log): Promise<{ chunks: number; bytes: number }> {
  const total = { chunks: 0, bytes: 0 };
  for (const session of await entriesOf(directory)) {
    if (!session.isDirectory() || !isSessionName(session.name)) continue;
    const folder = join(directory, session.name);
    for (const { name } of await entriesOf(folder)) {
      const path = join(folder, name);
      if (isTemporaryName(name)) {
        log.warn({ session: session.name, name }, "Removed a chunk whose writing was cut off");
        await rm(path, { force: true });
      } else if (chunkIndexOf(name) !== undefined) {
        total.chunks += 1;
        total.bytes += (await stat(path)).size;
      }
    }
  }
  return total;
}

const entriesOf = async (folder: string): Promise<Dirent[]> =>
  (await readdir(folder, { withFileTypes: true }).catch(undefinedIfMissing)) ?? [];
const nameOf = (entry: Dirent): string => entry.name;

function undefinedIfMissing(error: unknown): undefined {
  if (codeOf(error) === "ENOENT") return undefined;
  throw error;
}

async function wrap<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}
