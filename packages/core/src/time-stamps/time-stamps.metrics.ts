import { Counter, type Registry } from "prom-client";

export const createTimeStampsMetrics = (registry: Registry) => ({
  asked: new Counter({
    name: "lucid_time_stamps_asked_total",
    help: "Requests to time-stamp authorities, by what came of it: ok, or why no token came that counts",
    labelNames: ["outcome"],
    registers: [registry],
  }),
});
export type TimeStampsMetrics = ReturnType<typeof createTimeStampsMetrics>;
