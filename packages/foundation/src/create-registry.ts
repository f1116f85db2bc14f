import { collectDefaultMetrics, Registry } from "prom-client";

/** A registry of its own per node, with the figures of the process already in it. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
