import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Timestamp } from "../shared/shared.schema.ts";

const meta = ["meta"];

export const gatewayContract = {
  version: procedure("public")
    .route({
      method: "GET",
      path: "/meta/version",
      tags: meta,
      summary: "Versions of the API",
    })
    .input(Nothing)
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
    .input(Nothing)
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
};
