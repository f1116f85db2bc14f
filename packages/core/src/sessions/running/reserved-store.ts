import { pipelineErrors } from "@lucid/contract";
import type { ChunkStore } from "@lucid/pipeline";

/**
 * Free bytes that recordings leave to the databases on the same disk. Blocks, rows and seals of all open
 * sessions need a few MiB; `lucid_sessions_pending_bytes` grows while recordings wait for room.
 */
const RESERVED_BYTES = 64 * 1_048_576;

/** A store that is full before the disk is, so that what is recorded can still be sealed, anchored and exported. */
export function reserveForDatabases(store: ChunkStore): ChunkStore {
  return {
    ...store,
    async put(sessionId, index, bytes, signal) {
      const { freeBytes } = await store.usage();
      if (freeBytes !== null && freeBytes < RESERVED_BYTES + bytes.length) throw pipelineErrors.STORE_FULL();
      await store.put(sessionId, index, bytes, signal);
    },
  };
}
