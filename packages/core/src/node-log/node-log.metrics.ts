import { Counter, type Registry } from "prom-client";

export interface NodeLogMetrics {
  readonly kept: Counter;
  readonly lost: Counter;
}

export const createNodeLogMetrics = (registry: Registry): NodeLogMetrics => ({
  kept: new Counter({
    name: "lucid_log_lines_kept_total",
    help: "Lines of the node's own log that are kept",
    registers: [registry],
  }),
  lost: new Counter({
    name: "lucid_log_lines_lost_total",
    help: "Lines of the node's own log that found no room while it could not be written",
    registers: [registry],
  }),
});
