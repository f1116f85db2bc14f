import { z } from "zod";
import { Bytes, Timestamp } from "../shared/shared.schema.ts";

/** What asks for somebody, in the order of gravity. The page words each, and what to do. */
export const ALERTS = [
  "emergency",
  "part-failing",
  "disk-full",
  "memory-short",
  "disk-filling",
  "storage-full-soon",
  "load-high",
  "books-disagree",
  "payout-limit-near",
  "not-final",
  "one-super-admin",
] as const;

export const Alert = z
  .object({
    code: z.enum(ALERTS),
    severity: z.enum(["critical", "warning", "info"]),
    /** Since when it is known; null where that is not kept. */
    since: Timestamp.nullable(),
    /** What belongs to the code: a part, a share (0 to 1), days, blocks, an action, a limit (`day`, `hour`). */
    data: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: "Alert" });
export type Alert = z.infer<typeof Alert>;

/** When the disk is full if recordings go on growing as they were measured to. */
export const StorageForecast = z
  .discriminatedUnion("kind", [
    /** Less than a day was measured. */
    z.object({ kind: z.literal("measuring"), measured_hours: z.number() }),
    z.object({ kind: z.literal("not-growing"), measured_hours: z.number() }),
    z.object({ kind: z.literal("full-in"), measured_hours: z.number(), days: z.number(), bytes_per_day: Bytes }),
  ])
  .meta({ id: "StorageForecast" });
export type StorageForecast = z.infer<typeof StorageForecast>;

export const DashboardOverview = z
  .object({
    /** `maintenance`: an emergency action is in force. */
    system_status: z.enum(["healthy", "warning", "critical", "maintenance"]),
    /** Seconds since the node started. */
    system_uptime: z.number(),
    people: z.object({ total: z.int(), logged_in: z.int(), super_admins: z.int() }),
    sessions: z.object({ open: z.int(), total: z.int(), size_bytes: Bytes }),
    blockchain: z.object({ height: z.int(), finalized_height: z.int(), transactions: z.int() }),
    resources: z.object({
      cpus: z.int(),
      load_one_minute: z.number(),
      memory_total_bytes: Bytes,
      memory_free_bytes: Bytes,
      process_bytes: Bytes,
    }),
    storage: z.object({ used_bytes: Bytes, free_bytes: Bytes, total_bytes: Bytes, forecast: StorageForecast }),
    alerts: z.array(Alert),
  })
  .meta({ id: "DashboardOverview" });
export type DashboardOverview = z.infer<typeof DashboardOverview>;

/** What is measured every five minutes and kept for thirty days, by kind. */
export const METRICS = {
  system: ["load_one_minute", "process_bytes", "memory_free_bytes"],
  sessions: ["open_sessions"],
  storage: ["stored_bytes", "free_bytes"],
  blockchain: ["height"],
} as const;
export const MetricsType = z.enum(["system", "sessions", "storage", "blockchain"]);
export type MetricsType = z.infer<typeof MetricsType>;

export const MetricPoint = z.object({
  timestamp: Timestamp,
  metric_name: z.string(),
  value: z.number(),
  service: z.literal("lucid"),
});

export const SystemComponent = z
  .object({
    name: z.string(),
    /** `warning`: the node is of use without it. */
    status: z.enum(["healthy", "warning", "critical"]),
    detail: z.string(),
    last_success: Timestamp.nullable(),
  })
  .meta({ id: "SystemComponent" });
