import { type ChunkStore, openChunkStore, type Sealer, spawnSealerFrom, startSealerPool } from "@lucid/pipeline";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createRecordingService } from "./create-recording-service.ts";
import { createDiskReport } from "./disk-report.ts";

export interface RecordingArea extends Area {
  readonly store: ChunkStore;
  readonly sealer: Sealer;
}

export interface RecordingOptions {
  readonly workers: number;
  /** File that a sealer worker runs. */
  readonly sealerProgram: string;
}

/** What all recordings share: the store of chunks and the threads that seal them. */
export async function startRecording(ground: Ground, options: RecordingOptions): Promise<RecordingArea> {
  const { clock, log, folder } = ground;
  await using starting = new AsyncDisposableStack();
  const store = starting.use(await openChunkStore({ log }, { directory: folder.chunks }));
  const sealer = starting.use(
    await startSealerPool({ clock, log, spawn: spawnSealerFrom(options.sealerProgram) }, { workers: options.workers }),
  );
  const disk = createDiskReport(store);
  const running = starting.move();

  return {
    store,
    sealer,
    services: { recording: createRecordingService({ sealer, store, disk }) },
    async health() {
      const { health, free_bytes: free } = await disk();
      const { workers } = sealer.gauges();
      const now = new Date(clock.now()).toISOString();
      return {
        storage: { ok: health !== "critical", detail: `${Math.round(free / 1_048_576)} MiB free`, last_success: now },
        pipeline: { ok: workers > 0, detail: `${workers} workers`, last_success: workers > 0 ? now : null },
      };
    },
    async status() {
      const { activeBytes, waitingBytes, maxActiveBytes, workers, sealed } = sealer.gauges();
      return {
        pipeline: {
          queue_bytes: activeBytes + waitingBytes,
          queue_limit_bytes: maxActiveBytes,
          workers,
          chunks_stored: sealed,
        },
        storage: await disk(),
      };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
