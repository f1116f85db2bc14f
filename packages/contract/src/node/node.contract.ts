import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { NodeEvent } from "../events.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { HashHex } from "../shared/shared.schema.ts";
import { Health, NodeStatus } from "./node.schema.ts";

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
    .input(Nothing)
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
    .input(Nothing)
    .output(Health),
  status: procedure("account")
    .route({
      method: "GET",
      path: "/node/status",
      tags: node,
      summary: "The node's health in full",
    })
    .input(Nothing)
    .output(NodeStatus),
  events: procedure("account")
    .route({
      method: "GET",
      path: "/events",
      tags: node,
      summary: "Everything that changes, as one stream (server-sent events)",
    })
    .input(Nothing)
    .output(eventIterator(NodeEvent)),
};
