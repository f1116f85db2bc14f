import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Timestamp } from "../shared/shared.schema.ts";
import { DashboardOverview, MetricPoint, MetricsType, SystemComponent } from "./dashboard.schema.ts";

const tags = ["dashboard"];

export const dashboardContract = {
  overview: procedure("access_admin_dashboard")
    .route({
      method: "GET",
      path: "/dashboard/overview",
      tags,
      summary: "How the node is at a glance, and what asks for somebody",
    })
    .input(Nothing)
    .output(DashboardOverview),
  metrics: procedure("access_admin_dashboard")
    .route({ method: "GET", path: "/dashboard/metrics", tags, summary: "What was measured, oldest first" })
    .input(z.strictObject({ type: MetricsType.default("system"), range: z.enum(["1h", "24h", "7d", "30d"]).default("24h") }))
    /** `from` and `to` by the node's clock, as the times of the points are. */
    .output(z.object({ points: z.array(MetricPoint), from: Timestamp, to: Timestamp })),
  health: procedure("access_admin_dashboard")
    .route({ method: "GET", path: "/admin/system/health", tags, summary: "Every part of the node by its own last success" })
    .input(Nothing)
    .output(z.object({ components: z.array(SystemComponent) })),
};
