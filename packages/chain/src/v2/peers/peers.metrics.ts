import { Counter, Gauge, type Registry } from "prom-client";

export type PeersMetrics = ReturnType<typeof createPeersMetrics>;

export function createPeersMetrics(registry: Registry) {
  const registers = [registry];
  return {
    connected: new Gauge({
      name: "lucid_peers_connected",
      help: "Peers by what they are and who opened the connection",
      labelNames: ["role", "direction"],
      registers,
    }),
    messages: new Counter({
      name: "lucid_peers_messages_total",
      help: "Messages of peers by topic and verdict",
      labelNames: ["topic", "verdict"],
      registers,
    }),
    faults: new Counter({ name: "lucid_peers_faults_total", help: "Faults of peers", labelNames: ["fault"], registers }),
    bans: new Counter({ name: "lucid_peers_bans_total", help: "Times that a peer was shut out", registers }),
  };
}

/** A node may leave one network and enter another in one life: their peers are counted anew. */
export function removePeersMetrics(registry: Registry): void {
  for (const name of ["connected", "messages_total", "faults_total", "bans_total"])
    registry.removeSingleMetric(`lucid_peers_${name}`);
}
