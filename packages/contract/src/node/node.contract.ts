import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { NodeEvent } from "../events.ts";
import { loginErrors } from "../logins/logins.errors.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { HashHex, Message } from "../shared/shared.schema.ts";
import { Health, NodeStatus, NodeUnit, SetupFacts } from "./node.schema.ts";

const meta = ["meta"];
const node = ["node"];

export const nodeContract = {
  lookBeforeSetup: procedure("public", { rate: "login", isQuestion: true, errors: [loginErrors.spec.SETUP_CODE_INVALID] })
    .route({
      method: "POST",
      path: "/node/before-setup",
      tags: node,
      summary: "What a node without an owner found where it stands, for whoever has the setup code",
    })
    .input(z.strictObject({ setup_code: z.string().max(64) }))
    .output(SetupFacts),
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
  status: procedure("account", { inLockdown: true })
    .route({
      method: "GET",
      path: "/node/status",
      tags: node,
      summary: "The node's health in full",
    })
    .input(Nothing)
    .output(NodeStatus),
  events: procedure("account", { inLockdown: true, errors: [commonErrors.spec.TOO_MANY_STREAMS] })
    .route({
      method: "GET",
      path: "/events",
      tags: node,
      summary: "Everything that changes, as one stream (server-sent events)",
    })
    .input(Nothing)
    .output(eventIterator(NodeEvent)),
  problemReport: procedure("view_system_metrics", { inLockdown: true })
    .route({
      method: "GET",
      path: "/node/problem-report",
      tags: node,
      summary: "What helps to find a problem, as a text without names, addresses and secrets",
    })
    .input(Nothing)
    .output(z.object({ text: z.string() })),
  units: procedure("view_system_metrics")
    .route({ method: "GET", path: "/node/units", tags: node, summary: "Processes and workers of the node" })
    .input(Nothing)
    .output(z.object({ units: z.array(NodeUnit) })),
  retryUnit: procedure("manage_service_lifecycle", { errors: [commonErrors.spec.NOT_FOUND] })
    .route({ method: "POST", path: "/node/units/{unit_id}/retry", tags: node, summary: "Start a unit that was given up" })
    .input(z.strictObject({ unit_id: z.coerce.number().int().min(1) }))
    .output(Message),
  confirmClock: procedure("manage_service_lifecycle")
    .route({
      method: "POST",
      path: "/node/clock/confirm",
      tags: node,
      summary: "Say that the machine's clock is right, so that retentions end by it again",
    })
    .input(Nothing)
    .output(Message),
};
