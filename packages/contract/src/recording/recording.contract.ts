import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Timestamp } from "../shared/shared.schema.ts";
import { pipelineErrors } from "./recording.errors.ts";

export const recordingContract = {
  pipeline: procedure("account")
    .route({
      method: "GET",
      path: "/pipeline/status",
      tags: ["pipeline"],
      summary: "The recording pipeline now",
    })
    .input(Nothing)
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
  storage: procedure("account", { errors: [pipelineErrors.spec.STORE_FAILED, pipelineErrors.spec.STORE_READ_ONLY] })
    .route({
      method: "GET",
      path: "/storage/status",
      tags: ["storage"],
      summary: "Disk and what is on it",
    })
    .input(Nothing)
    .output(
      z.object({
        total_capacity: z.int(),
        used_capacity: z.int(),
        available_capacity: z.int(),
        session_count: z.int().nullable().meta({ description: "Of the whole node; null without view_system_metrics" }),
        chunk_count: z.int().nullable().meta({ description: "Of the whole node; null without view_system_metrics" }),
        compression_ratio: z.number().nullable(),
        last_cleanup: Timestamp.nullable(),
        health_status: z.enum(["healthy", "warning", "critical"]),
      }),
    ),
};
