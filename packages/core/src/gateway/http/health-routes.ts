import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Registry } from "prom-client";
import type { Services } from "../../calls/index.ts";
import type { Operation } from "../call.ts";
import type { Reach } from "../gateway-options.ts";
import type { Guard } from "../guard.ts";
import type { MakeCall } from "./incoming-call.ts";

export interface HealthRouteDeps {
  readonly guard: Guard;
  readonly makeCall: MakeCall;
  readonly node: Pick<Services["node"], "health">;
  readonly registry: Registry;
}

const metrics: Operation = { name: "metrics", access: "view_system_metrics", rate: "authenticated", reads: true };
const openMetrics: Operation = { ...metrics, access: "public", rate: "unlimited" };
const health: Operation = { name: "health", access: "public", rate: "unlimited", reads: true };

/** `/health` for whoever watches over the node, `/metrics` for Prometheus. */
export function addHealthRoutes(
  app: FastifyInstance,
  { guard, makeCall, node, registry }: HealthRouteDeps,
  options: { readonly metrics: Reach["metrics"] },
): void {
  app.get("/health", async (request, reply) => {
    const call = makeCall(request.raw, reply.raw, (name, value) => void reply.header(name, value));
    const answer = await guard.run(call, health, (caller) => node.health(undefined, caller));
    return reply.code(answer.status === "unhealthy" ? 503 : 200).send(answer);
  });

  app.get("/metrics", async (request, reply) => {
    const call = makeCall(request.raw, reply.raw, (name, value) => void reply.header(name, value));
    const open = options.metrics === "everybody" || (options.metrics === "this-computer" && isLocal(request));
    const text = await guard.run(call, open ? openMetrics : metrics, () => registry.metrics());
    return reply.type(registry.contentType).send(text);
  });
}

/** A program on this computer, and not somebody behind a proxy that runs on it. */
function isLocal({ socket, headers }: FastifyRequest): boolean {
  const peer = socket.remoteAddress ?? "";
  const loopback = peer === "::1" || /^(::ffff:)?127\./.test(peer);
  return loopback && headers["x-forwarded-for"] === undefined && headers["forwarded"] === undefined;
}
