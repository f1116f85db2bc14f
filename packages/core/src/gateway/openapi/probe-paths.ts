import type { Operation } from "../call.ts";
import type { DescribedRoute } from "./document.types.ts";

const probe: Operation = { name: "health", access: "public", rate: "unlimited", reads: true };
const scrape: Operation = { name: "metrics", access: "view_system_metrics", rate: "authenticated", reads: true };

const health = (description: string) => ({
  description,
  content: { "application/json": { schema: { $ref: "#/components/schemas/Health" } } },
});

/** What programs that watch over a node ask. They stand beside the API and not under its prefix. */
export const probeRoutes: readonly DescribedRoute[] = [
  {
    path: "/health",
    operation: probe,
    described: {
      operationId: "health",
      tags: ["health"],
      summary: "Whether the node works, and each of its parts",
      responses: { "200": health("It works, perhaps with less than it could"), "503": health("It does not") },
    },
  },
  {
    path: "/metrics",
    operation: scrape,
    described: {
      operationId: "metrics",
      tags: ["health"],
      summary: "The node's figures for Prometheus; programs of this computer need no token",
      responses: { "200": { description: "Text format of Prometheus", content: { "text/plain": {} } } },
    },
  },
];
