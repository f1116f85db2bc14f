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

const ROOM = { healthy: "can be written", warning: "the disk is filling up", critical: "the disk is almost full" } as const;

/** The store and the sealer, watched: what they last did is what is known of their health. */
export function watchRecording({ clock, store, sealer, disk, writes }: RecordingHealthDeps) {
  let sealed: { readonly ok: boolean; readonly lastSuccess: string | null } = { ok: true, lastSuccess: null };
  /** Time that chunks spent in the sealer, its queue included, and in the store. */
  const sealing = createMean();
  const storing = createMean();

  const watchedStore: ChunkStore = {
    ...store,
    async put(sessionId, index, bytes, signal) {
      const startedMs = clock.elapsed();
      await store.put(sessionId, index, bytes, signal);
      storing.add(clock.elapsed() - startedMs);
      writes.worked();
    },
  };

  const watchedSealer: Sealer = {
    ...sealer,
    async seal(request, signal) {
      const startedMs = clock.elapsed();
      try {
        const chunk = await sealer.seal(request, signal);
        sealing.add(clock.elapsed() - startedMs);
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
    const { health } = await disk();
    // Everybody may ask for the health: how much room there is stands in the status.
    return { ok: failure === undefined && health !== "critical", detail: failure ?? ROOM[health], last_success };
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
    /** What the pipeline did since the node started. */
    figures: (): RecordingFigures => ({
      lastSealed: sealed.lastSuccess,
      meanChunkMs: sealing.value() + storing.value(),
    }),
  };
}

export interface RecordingFigures {
  /** When a chunk was last sealed. */
  readonly lastSealed: string | null;
  /** Milliseconds from a chunk's hand-over to the sealer until its file is durable; 0 before the first. */
  readonly meanChunkMs: number;
}

function createMean() {
  let sum = 0;
  let count = 0;
  return {
    add(value: number): void {
      sum += value;
      count += 1;
    },
    value: (): number => (count === 0 ? 0 : sum / count),
  };
}
