import type { ChunkStore, Sealer } from "@lucid/pipeline";
import type { Services } from "../calls/index.ts";
import type { DiskReport } from "./disk-report.ts";
import type { RecordingFigures } from "./recording-health.ts";

export interface RecordingServiceDeps {
  readonly sealer: Pick<Sealer, "gauges">;
  readonly store: Pick<ChunkStore, "usage" | "sessions">;
  readonly disk: DiskReport;
  readonly figures: () => RecordingFigures;
}

/** The recording part of the contract. */
export function createRecordingService({ sealer, store, disk, figures }: RecordingServiceDeps): Services["recording"] {
  return {
    pipeline() {
      const { active, waiting, activeBytes, waitingBytes, workers } = sealer.gauges();
      const { lastSealed, meanChunkMs } = figures();
      return {
        active: active > 0,
        processing_count: active,
        queue_size: waiting,
        queue_bytes: activeBytes + waitingBytes,
        workers_active: Math.min(active, workers),
        workers_total: workers,
        last_processed: lastSealed,
        average_processing_time: meanChunkMs,
      };
    },
    async storage(_input, { principal }) {
      const counts = principal?.permissions.has("view_system_metrics") === true;
      const { total_bytes, used_bytes, free_bytes, health } = await disk();
      return {
        total_capacity: total_bytes,
        used_capacity: used_bytes,
        available_capacity: free_bytes,
        session_count: counts ? (await store.sessions()).length : null,
        chunk_count: counts ? (await store.usage()).chunks : null,
        compression_ratio: null,
        last_cleanup: null,
        health_status: health,
      };
    },
  };
}
