import { Counter, Gauge, type Registry } from "prom-client";

export interface TorFigures {
  readonly isConnected: boolean;
  readonly progress: number;
  readonly circuits: number;
}

export function createTorMetrics(registry: Registry, figures: () => TorFigures) {
  new Gauge({
    name: "lucid_tor_connected",
    help: "1 while the node's tor is in the network, else 0",
    registers: [registry],
    collect() {
      this.set(figures().isConnected ? 1 : 0);
    },
  });
  new Gauge({
    name: "lucid_tor_bootstrap_percent",
    help: "How far the way into the Tor network is done",
    registers: [registry],
    collect() {
      this.set(figures().progress);
    },
  });
  new Gauge({
    name: "lucid_tor_circuits",
    help: "Circuits that are built now",
    registers: [registry],
    collect() {
      this.set(figures().circuits);
    },
  });
  return {
    published: new Counter({
      name: "lucid_tor_published_total",
      help: "How often the network took the descriptor of the onion service",
      registers: [registry],
    }),
  };
}
export type TorMetrics = ReturnType<typeof createTorMetrics>;
