import type { PartHealth } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { ChunkStore, Sealer } from "@lucid/pipeline";
import type { Probe } from "../ground/index.ts";
import type { DiskReport } from "./disk-report.ts";

export interface RecordingHealthDeps {
  readonly clock: Clock;
  readonly store: ChunkStore;
  readonly sealer: Sealer;
  readonly disk: DiskReport;
  /** Whether a file can be written where the chunks are. */
  readonly writes: Probe;
}

/** The store and the sealer, watched: what they last did is what is known of their health. */
export function watchRecording({ clock, store, sealer, disk, writes }: RecordingHealthDeps) {
  let sealed: { readonly ok: boolean; readonly lastSuccess: string | null } = { ok: true, lastSuccess: null };

  const watchedStore: ChunkStore = {
    ...store,
    async put(sessionId, index, bytes, signal) {
      await store.put(sessionId, index, bytes, signal);
      writes.worked();
    },
  };

  const watchedSealer: Sealer = {
    ...sealer,
    async seal(request, signal) {
      try {
        const chunk = await sealer.seal(request, signal);
        sealed = { ok: true, lastSuccess: new Date(clock.now()).toISOString() };
        return chunk;
      } catch (error) {
        if (signal?.aborted !== true) sealed = { ...sealed, ok: false };
        throw error;
      }
    },
  };

  async function storage(): Promise<PartHealth> {
    const { failure, last_success } = await writes.look();
    const { health, free_bytes: free } = await disk();
    const detail = [`${Math.round(free / 1_048_576)} MiB free`, ...(failure === undefined ? [] : [failure])].join(", ");
    return { ok: failure === undefined && health !== "critical", detail, last_success };
  }

  function pipeline(): PartHealth {
    const { workers } = sealer.gauges();
    const detail = [`${workers} workers`, ...(sealed.ok ? [] : ["the last chunk could not be sealed"])].join(", ");
    return { ok: workers > 0 && sealed.ok, detail, last_success: sealed.lastSuccess };
  }

  return {
    store: watchedStore,
    sealer: watchedSealer,
    health: async () => ({ storage: await storage(), pipeline: pipeline() }),
  };
}
