import { z } from "zod";
import { HashHex, Timestamp } from "../shared/shared.schema.ts";

/** Parts of a node, by the names that its health has for them. A newer node may have more. */
export const NODE_PARTS = [
  ...(["audit", "backup", "certificates", "chain", "clock", "database", "desktops", "log", "mail", "network"] as const),
  ...(["payments", "pipeline", "programs", "shared_store", "storage", "time_stamps", "tor", "transport", "witness"] as const),
] as const;
export type NodePart = (typeof NODE_PARTS)[number];

/** How one part of the node is. */
export const PartHealth = z
  .object({
    ok: z.boolean(),
    detail: z.string(),
    /** When it last did its work; null where it has not yet. */
    last_success: Timestamp.nullable(),
    /** Since when it is known to be ok, or not to be. */
    since: Timestamp.optional(),
  })
  .meta({ id: "PartHealth" });
export type PartHealth = z.infer<typeof PartHealth>;

export const Health = z
  .object({
    status: z.enum(["healthy", "degraded", "unhealthy"]),
    service: z.literal("lucid"),
    version: z.string(),
    timestamp: Timestamp,
    environment: z.string(),
    /** Seconds since the node started. */
    uptime: z.number(),
    /** How late the node's main loop was lately, at the 99th percentile. */
    event_loop_p99_ms: z.number().nonnegative(),
    dependencies: z.record(z.string(), PartHealth),
  })
  .meta({ id: "Health" });
export type Health = z.infer<typeof Health>;

/** What a node without an owner found where it stands. */
export const SetupFacts = z
  .object({
    data_folder: z.string(),
    /** What was in the folder before this start, and is kept. */
    kept: z.object({ sessions: z.int(), blocks: z.int() }),
    /** Who reaches the node as it is set up now. */
    reach: z.enum(["this-computer", "network"]),
    hosting: z.object({
      able: z.boolean(),
      lacking: z.array(z.object({ name: z.string(), detail: z.string(), remedy: z.string().nullable() })),
    }),
  })
  .meta({ id: "SetupFacts" });
export type SetupFacts = z.infer<typeof SetupFacts>;

export const NodeStatus = z
  .object({
    node_id: HashHex,
    version: z.string(),
    started_at: Timestamp,
    uptime: z.number(),
    hosting: z.object({
      able: z.boolean(),
      missing: z.array(z.string()),
      encoder: z.string().nullable(),
      sandbox: z.string(),
    }),
    /** Live: those that the caller may see. The limit is the node's. */
    sessions: z.object({ live: z.int(), limit: z.int() }),
    pipeline: z.object({
      queue_bytes: z.int(),
      queue_limit_bytes: z.int(),
      workers: z.int(),
      chunks_stored: z.int(),
    }),
    storage: z.object({
      used_bytes: z.int(),
      free_bytes: z.int(),
      total_bytes: z.int(),
      health: z.enum(["healthy", "warning", "critical"]),
    }),
    memory: z.object({
      rss_bytes: z.int(),
      system_free_bytes: z.int(),
      system_total_bytes: z.int(),
    }),
    load: z.object({
      cpus: z.int(),
      one_minute: z.number(),
      event_loop_p99_ms: z.number(),
    }),
    chain: z.object({
      network_name: z.string(),
      network: HashHex,
      height: z.int(),
      finalized_height: z.int(),
      peers: z.int(),
    }),
    dependencies: z.record(z.string(), PartHealth),
  })
  .meta({ id: "NodeStatus" });
export type NodeStatus = z.infer<typeof NodeStatus>;

/** A process or worker of the node, kept running by its supervisor. */
export const NodeUnit = z
  .object({
    unit_id: z.int(),
    kind: z.string(),
    name: z.string(),
    /** `waiting`: ended, and started again after a pause. `failed`: ended too often; waits to be asked. */
    state: z.enum(["starting", "running", "waiting", "failed", "stopped"]),
    since: Timestamp,
    restarts: z.int(),
    last_success: Timestamp.nullable(),
  })
  .meta({ id: "NodeUnit" });
export type NodeUnit = z.infer<typeof NodeUnit>;
