import { contract } from "@lucid/contract";
import type { Operation } from "../call.ts";
import { operationOf } from "../operations.ts";
import type { DescribedRoute } from "./document.types.ts";

const probe: Operation = { name: "health", access: "public", rate: "unlimited", reads: true };
const scrape: Operation = { name: "metrics", access: "view_system_metrics", rate: "authenticated", reads: true };

const json = (description: string, schema: object) => ({ description, content: { "application/json": { schema } } });
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const readiness = {
  type: "object",
  properties: {
    ready: { type: "boolean" },
    timestamp: { type: "string", format: "date-time" },
    failing: { type: "object", description: "Parts that do not work, as in /health" },
  },
  required: ["ready", "timestamp", "failing"],
};
const liveness = { type: "object", properties: { live: { const: true } }, required: ["live"] };

function route(
  path: string,
  operation: Operation,
  summary: string,
  responses: DescribedRoute["described"]["responses"],
): DescribedRoute {
  return { path, operation, described: { operationId: path.slice(1).replace("/", "."), tags: ["health"], summary, responses } };
}

/** What programs that watch over a node ask. They stand beside the API and not under its prefix. */
export const probeRoutes: readonly DescribedRoute[] = [
  route("/health", probe, "Whether the node works, and each of its parts", {
    "200": json("It works, perhaps with less than it could", reference("Health")),
    "503": json("It does not", reference("Health")),
  }),
  route("/health/ready", probe, "Whether what the node depends on works", {
    "200": json("It does", readiness),
    "503": json("It does not", readiness),
  }),
  route("/health/live", probe, "Whether the process answers", { "200": json("It does", liveness) }),
  route("/status", operationOf(contract.node.status), "The same as /api/v1/node/status", {
    "200": json("The node's health in full", reference("NodeStatus")),
  }),
  route("/stats", operationOf(contract.gateway.metrics), "The same as /api/v1/meta/metrics", {
    "200": json("Request rates and times of the gateway", { type: "object" }),
  }),
  route("/metrics", scrape, "The node's figures for Prometheus; programs of this computer need no token", {
    "200": { description: "Text format of Prometheus", content: { "text/plain": {} } },
  }),
];
