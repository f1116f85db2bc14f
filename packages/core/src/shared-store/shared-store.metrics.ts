import { Gauge, type Registry } from "prom-client";

export function registerSharedStoreMetrics(registry: Registry, isReady: () => boolean): void {
  new Gauge({
    name: "lucid_shared_store_up",
    help: "Whether the store that the owner's nodes share takes what this node writes",
    registers: [registry],
    collect() {
      this.set(isReady() ? 1 : 0);
    },
  });
}
