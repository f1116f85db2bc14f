import { Counter, Gauge, type Registry } from "prom-client";
import type { UnitStatus } from "./unit.ts";

export interface SupervisorMetrics {
  readonly restarts: Counter<"kind">;
  readonly failures: Counter<"kind">;
}

export function createSupervisorMetrics(registry: Registry, units: () => readonly UnitStatus[]): SupervisorMetrics {
  const registers = [registry];
  new Gauge({
    name: "lucid_supervisor_units",
    help: "Processes and workers, by kind and state",
    labelNames: ["kind", "state"],
    registers,
    collect() {
      this.reset();
      for (const { kind, state } of units()) this.inc({ kind, state });
    },
  });
  return {
    restarts: new Counter({
      name: "lucid_supervisor_restarts_total",
      help: "Processes and workers started again after they ended",
      labelNames: ["kind"],
      registers,
    }),
    failures: new Counter({
      name: "lucid_supervisor_failures_total",
      help: "Processes and workers that ended more often than they may, and are not started again unasked",
      labelNames: ["kind"],
      registers,
    }),
  };
}
