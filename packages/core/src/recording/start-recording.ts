import { type ChunkStore, openChunkStore, type Sealer, spawnSealerFrom, startSealerPool } from "@lucid/pipeline";
import type { Area } from "../calls/index.ts";
import { createProbe, type Ground, writeToFolder } from "../ground/index.ts";
import { createRecordingService } from "./create-recording-service.ts";
import { createDiskReport } from "./disk-report.ts";
import { watchRecording } from "./recording-health.ts";

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
  const { clock, log, folder, supervisor } = ground;
  await using starting = new AsyncDisposableStack();
  const opened = starting.use(await openChunkStore({ log }, { directory: folder.chunks }));
  const pool = starting.use(
    await startSealerPool({ supervisor, spawn: spawnSealerFrom(options.sealerProgram) }, { workers: options.workers }),
  );
  const disk = createDiskReport(opened);
  const writes = createProbe(clock, () => writeToFolder(folder.chunks));
  const { store, sealer, health, figures } = watchRecording({ clock, store: opened, sealer: pool, disk, writes });
  const running = starting.move();

  return {
    store,
    sealer,
    services: { recording: createRecordingService({ sealer, store, disk, figures }) },
    health,
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
