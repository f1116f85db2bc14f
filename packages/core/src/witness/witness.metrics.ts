import { Counter, type Registry } from "prom-client";

export const createWitnessMetrics = (registry: Registry) => ({
  requests: new Counter({
    name: "lucid_witness_requests_total",
    help: "Checkpoints that logs offered to this node as a witness, by what came of it: cosigned, or why not",
    labelNames: ["outcome"],
    registers: [registry],
  }),
  offered: new Counter({
    name: "lucid_witness_offered_total",
    help: "Checkpoints of this node's network that were offered to witnesses, by what came of it: cosigned, or why not",
    labelNames: ["outcome"],
    registers: [registry],
  }),
});
export type WitnessMetrics = ReturnType<typeof createWitnessMetrics>;
