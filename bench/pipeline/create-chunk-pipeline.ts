import { open } from "node:fs/promises";
import { openChunkStore, startSealerPool } from "@lucid/pipeline";
import { type ChunkEntry, canonicalBytes, merkle } from "@lucid/proof";
import { quietDeps } from "./quiet-deps.ts";

export interface StoredSession {
  readonly sessionId: string;
  readonly entries: readonly ChunkEntry[];
  readonly root: string;
}

export interface ChunkPipeline extends AsyncDisposable {
  /** Reads the next chunk into one of a few buffers that take turns; waits while all of them are in use. */
  addFile(path: string): Promise<void>;
  finish(): Promise<StoredSession>;
}

const WORKERS = 2;
/** One chunk in each worker, and as many again being written and being read. */
const BUFFERS = 3 * WORKERS;
const CHUNK_BYTES = 10_485_760;
/** 2026-01-01T00:01:00Z, a minute after the test network's genesis. */
const STARTED_AT_MS = 1_767_225_660_000;

export async function createChunkPipeline(directory: string, dataKey: Uint8Array): Promise<ChunkPipeline> {
  await using starting = new AsyncDisposableStack();
  const store = starting.use(await openChunkStore(quietDeps, { directory }));
  const sealer = starting.use(await startSealerPool(quietDeps, { workers: WORKERS }));
  const sessionId = "0198a5c2-6d1e-4c3f-8a4b-5e6f708192a3";
  const entries: ChunkEntry[] = [];
  const tree = merkle.createTree();
  const free = Array.from({ length: BUFFERS }, () => new SharedArrayBuffer(CHUNK_BYTES));
  const onTheWay: Promise<SharedArrayBuffer>[] = [];

  async function carry(plain: Uint8Array<SharedArrayBuffer>, index: number): Promise<SharedArrayBuffer> {
    const sealed = await sealer.seal({ sessionId, index, dataKey, codec: "zstd", suite: "xchacha20-poly1305", plain });
    await store.put(sessionId, index, new Uint8Array(sealed.container));
    const at = STARTED_AT_MS + index * 10_000;
    entries[index] = {
      version: 2,
      session_id: sessionId,
      index,
      take: 0,
      started_at_ms: at,
      ended_at_ms: at + 10_000,
      started_monotonic_ms: index * 10_000,
      ended_monotonic_ms: (index + 1) * 10_000,
      clock_error_ms: null,
      keyframe: true,
      events: 0,
      gap_before: null,
      after: null,
      codec: sealed.codec,
      suite: sealed.suite,
      plain_size: sealed.plainSize,
      size: sealed.size,
      sha256: sealed.sha256,
    };
    return plain.buffer;
  }

  const running = starting.move();
  let count = 0;
  return {
    async addFile(path) {
      const memory = free.pop() ?? (await onTheWay.shift()) ?? new SharedArrayBuffer(CHUNK_BYTES);
      await using file = await open(path);
      const { bytesRead } = await file.read(new Uint8Array(memory), 0, CHUNK_BYTES, 0);
      onTheWay.push(carry(new Uint8Array(memory, 0, bytesRead), count));
      count += 1;
    },
    async finish() {
      await Promise.all(onTheWay);
      for (const entry of entries) tree.append(canonicalBytes(entry));
      return { sessionId, entries, root: tree.root() };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
