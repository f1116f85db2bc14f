import { Counter, Gauge, Histogram, type Registry } from "prom-client";

export interface SessionGauges {
  readonly live: () => number;
  readonly now: () => number;
}

export function createSessionMetrics(registry: Registry, { live }: SessionGauges) {
  const registers = [registry];
  new Gauge({
    name: "lucid_sessions_live",
    help: "Sessions with an open desktop",
    registers,
    collect() {
      this.set(live());
    },
  });
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
