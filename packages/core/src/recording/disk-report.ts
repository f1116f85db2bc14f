import type { NodeStatus } from "@lucid/contract";
import type { ChunkStore } from "@lucid/pipeline";

/** Share of the disk above which storage is reported as a warning, and as critical. */
const WARNING = 0.8;
const CRITICAL = 0.95;

export type DiskReport = () => Promise<NodeStatus["storage"]>;

/** How full the disk under the chunks is. */
export const createDiskReport =
  (store: Pick<ChunkStore, "usage">): DiskReport =>
  async () => {
    const usage = await store.usage();
    const { bytes } = usage;
    const totalBytes = usage.totalBytes ?? bytes;
    const freeBytes = usage.freeBytes ?? 0;
    const share = totalBytes === 0 ? 0 : 1 - freeBytes / totalBytes;
    return {
      used_bytes: bytes,
      free_bytes: freeBytes,
      total_bytes: totalBytes,
      health: share >= CRITICAL ? "critical" : share >= WARNING ? "warning" : "healthy",
    };
  };
