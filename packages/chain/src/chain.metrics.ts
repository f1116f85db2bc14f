import { Counter, Gauge, Histogram, type Registry } from "prom-client";

export type ChainMetrics = ReturnType<typeof createChainMetrics>;

export function createChainMetrics(registry: Registry) {
  const registers = [registry];
  return {
    height: new Gauge({ name: "lucid_chain_height", help: "Height of the head", registers }),
    finalizedHeight: new Gauge({ name: "lucid_chain_finalized_height", help: "Height of the last final block", registers }),
    blockInterval: new Histogram({
      name: "lucid_chain_block_interval_seconds",
      help: "Time between the timestamps of a block and its parent",
      buckets: [1, 2, 5, 10, 15, 20, 30, 60, 120, 240],
      registers,
    }),
    importSeconds: new Histogram({
      name: "lucid_chain_import_seconds",
      help: "Checking and storing one block",
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1],
      labelNames: ["outcome"],
      registers,
    }),
    mempool: new Gauge({ name: "lucid_chain_mempool_transactions", help: "Transactions waiting for a block", registers }),
    outbox: new Gauge({ name: "lucid_chain_outbox_transactions", help: "Own transactions that are not final yet", registers }),
    reorganizations: new Counter({
      name: "lucid_chain_reorganizations_total",
      help: "Times blocks left the canonical chain",
      registers,
    }),
    refused: new Counter({
      name: "lucid_chain_refused_total",
      help: "Blocks and attestations that broke a rule",
      labelNames: ["kind", "reason"],
      registers,
    }),
    failures: new Counter({
      name: "lucid_chain_failures_total",
      help: "Times the node could not build, sign or store",
      registers,
    }),
  };
}
