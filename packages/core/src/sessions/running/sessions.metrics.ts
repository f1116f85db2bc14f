import type { PipelineStages, RecorderStatus } from "@lucid/pipeline";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { OpenSessions } from "./open-sessions.ts";

export function createSessionMetrics(registry: Registry, { live, unsealed }: Pick<OpenSessions, "live" | "unsealed">) {
  const running = () => [...live.values()];
  const registers = [registry];
  const figure = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const gauge = (name: string, help: string, of: (recorders: readonly RecorderStatus[]) => number) =>
    figure(name, help, () => of(running().map(({ recorder }) => recorder.status())));
  figure(
    "lucid_sessions_frozen",
    "Sessions whose input is frozen because they are not recorded",
    () => running().filter((session) => session.view().inputFrozen).length,
  );
  figure("lucid_sessions_unsealed", "Sessions that ended and wait for the disk to be sealed", () => unsealed.size);
  const sum = (of: (stages: PipelineStages) => number) => (recorders: readonly RecorderStatus[]) =>
    recorders.reduce((total, { stages }) => total + of(stages), 0);
  gauge("lucid_sessions_live", "Sessions with an open desktop", (recorders) => recorders.length);
  gauge(
    "lucid_sessions_frames",
    "Frames of the sessions that run now",
    sum(({ recording }) => recording.frames),
  );
  gauge(
    "lucid_sessions_lost_frames",
    "Frames that capture missed, of the sessions that run now",
    sum(({ recording }) => recording.lostFrames),
  );
  gauge(
    "lucid_sessions_dropped_events",
    "Input events dropped, of the sessions that run now",
    sum(({ recording }) => recording.droppedEvents),
  );
  gauge(
    "lucid_sessions_recorder_restarts",
    "Restarts of ffmpeg, of the sessions that run now",
    sum(({ recording }) => recording.restarts),
  );
  gauge(
    "lucid_sessions_pending_bytes",
    "Sealed bytes that wait for the store",
    sum(({ storage }) => storage.pendingBytes),
  );
  return {
    sealed: new Counter({
      name: "lucid_sessions_sealed_total",
      help: "Sealed sessions by how they ended",
      labelNames: ["end"],
      registers,
    }),
    chunks: new Counter({ name: "lucid_sessions_chunks_total", help: "Chunks stored", registers }),
    chunkBytes: new Counter({ name: "lucid_sessions_chunk_bytes_total", help: "Bytes of stored containers", registers }),
    anchorLagSeconds: new Histogram({
      name: "lucid_sessions_anchor_lag_seconds",
      help: "From the end of a chunk's recording to the block that commits it",
      buckets: [1, 2, 5, 10, 15, 20, 25, 30, 60, 300],
      registers,
    }),
  };
}
export type SessionMetrics = ReturnType<typeof createSessionMetrics>;
