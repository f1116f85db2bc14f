import { Readable } from "node:stream";
import { pipelineErrors } from "@lucid/contract";
import type { ChunkStore } from "./chunk-store.ts";

/** Chunks in memory: for tests and for tools that keep nothing. */
export function createMemoryChunkStore(): ChunkStore {
  const sessions = new Map<string, Map<number, Uint8Array>>();
  const find = (sessionId: string, index: number) => sessions.get(sessionId)?.get(index);

  return {
    async put(sessionId, index, bytes, signal) {
      signal?.throwIfAborted();
      const known = find(sessionId, index);
      if (known && Buffer.compare(known, bytes) !== 0) throw pipelineErrors.CHUNK_CONFLICT({ session_id: sessionId, index });
      const chunks = sessions.get(sessionId) ?? new Map<number, Uint8Array>();
      chunks.set(index, Uint8Array.from(bytes));
      sessions.set(sessionId, chunks);
    },
    get: async (sessionId, index) => find(sessionId, index)?.slice(),
    async openRead(sessionId, index, range) {
      const bytes = find(sessionId, index);
      if (!bytes) return undefined;
      const part = range ? bytes.slice(range.start, range.end + 1) : bytes.slice();
      return { size: bytes.length, body: Readable.from(part.length > 0 ? [Buffer.from(part)] : []) };
    },
    async list(sessionId) {
      const chunks = [...(sessions.get(sessionId) ?? [])];
      return chunks.map(([index, bytes]) => ({ index, size: bytes.length })).toSorted((a, b) => a.index - b.index);
    },
    sessions: async () => [...sessions.keys()],
    async trim(sessionId, from) {
      const chunks = sessions.get(sessionId);
      const gone = [...(chunks?.keys() ?? [])].filter((index) => index >= from);
      for (const index of gone) chunks?.delete(index);
      if (chunks?.size === 0) sessions.delete(sessionId);
      return gone.length;
    },
    async remove(sessionId) {
      const count = sessions.get(sessionId)?.size ?? 0;
      sessions.delete(sessionId);
      return count;
    },
    async usage() {
      const sizes = [...sessions.values()].flatMap((chunks) => [...chunks.values()].map((bytes) => bytes.length));
      return { chunks: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0), freeBytes: null, totalBytes: null };
    },
    async [Symbol.asyncDispose]() {
      sessions.clear();
    },
  };
}
