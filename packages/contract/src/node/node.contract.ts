import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { Session } from "../sessions/sessions.schema.ts";
import { procedure } from "../shared/procedure.ts";
import { HashHex, SessionId, Timestamp } from "../shared/shared.schema.ts";
import { NodeEvent } from "./node.events.ts";
import { Health, NodeStatus, STAGES } from "./node.schema.ts";

const meta = ["meta"];
const node = ["node"];

export const nodeContract = {
  info: procedure("public")
    .route({
      method: "GET",
      path: "/meta/info",
      tags: meta,
      summary: "What this service is",
    })
    .output(
      z.object({
        service_name: z.literal("lucid"),
        version: z.string(),
        build_date: z.string().nullable(),
        environment: z.string(),
        features: z.array(z.string()),
        node_id: HashHex,
        network: HashHex,
      }),
    ),
  health: procedure("public")
    .route({
      method: "GET",
      path: "/meta/health",
      tags: meta,
      summary: "Whether the node works",
    })
    .output(Health),
  version: procedure("public")
    .route({
      method: "GET",
      path: "/meta/version",
      tags: meta,
      summary: "Versions of the API",
    })
    .output(
      z.object({
        api_version: z.literal("v1"),
        gateway_version: z.string(),
        supported_versions: z.array(z.string()),
        deprecation_notice: z.string().nullable(),
      }),
    ),
  metrics: procedure("view_system_metrics")
    .route({
      method: "GET",
      path: "/meta/metrics",
      tags: meta,
      summary: "Request rates and times of the gateway",
    })
    .output(
      z.object({
        timestamp: Timestamp,
        metrics: z.object({
          requests_per_second: z.number(),
          response_time_p50: z.number(),
          response_time_p95: z.number(),
          response_time_p99: z.number(),
          error_rate: z.number(),
          active_connections: z.int(),
        }),
      }),
    ),
  status: procedure("account")
    .route({
      method: "GET",
      path: "/node/status",
      tags: node,
      summary: "The node's health in full",
    })
    .output(NodeStatus),
  events: procedure("account")
    .route({
      method: "GET",
      path: "/events",
      tags: node,
      summary: "Everything that changes, as one stream (server-sent events)",
    })
    .output(eventIterator(NodeEvent)),
  pipelineStatus: procedure("account")
    .route({
      method: "GET",
      path: "/pipeline/status",
      tags: ["pipeline"],
      summary: "The recording pipeline now",
    })
    .output(
      z.object({
        active: z.boolean(),
        processing_count: z.int(),
        queue_size: z.int(),
        queue_bytes: z.int(),
        workers_active: z.int(),
        workers_total: z.int(),
        last_processed: Timestamp.nullable(),
        average_processing_time: z.number().meta({ description: "Milliseconds from chunk to disk" }),
      }),
    ),
  sessionPipeline: procedure("view_own_sessions")
    .route({
      method: "GET",
      path: "/pipeline/sessions/{session_id}/status",
      tags: ["pipeline"],
      summary: "How far a session's record is",
    })
    .input(z.object({ session_id: SessionId }))
    .output(
      z.object({
        session_id: SessionId,
        status: z.enum(["pending", "processing", "completed", "failed"]),
        progress_percentage: z.number(),
        current_stage: z.enum([...STAGES, "anchoring"]).nullable(),
        started_at: Timestamp.nullable(),
        completed_at: Timestamp.nullable(),
        error_message: z.string().nullable(),
      }),
    ),
  process: procedure("create_session")
    .route({
      method: "POST",
      path: "/pipeline/sessions/{session_id}/process",
      tags: ["pipeline"],
      summary: "Try again to seal a failed session",
      successStatus: 202,
    })
    .input(z.object({ session_id: SessionId }))
    .output(Session),
  storageStatus: procedure("account")
    .route({
      method: "GET",
      path: "/storage/status",
      tags: ["storage"],
      summary: "Disk and what is on it",
    })
    .output(
      z.object({
        total_capacity: z.int(),
        used_capacity: z.int(),
        available_capacity: z.int(),
        session_count: z.int(),
        chunk_count: z.int(),
        compression_ratio: z.number().nullable(),
        last_cleanup: Timestamp.nullable(),
        health_status: z.enum(["healthy", "warning", "critical"]),
      }),
    ),
};
