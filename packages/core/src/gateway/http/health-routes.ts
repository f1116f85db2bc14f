import { contract, type Health } from "@lucid/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Registry } from "prom-client";
import type { Caller, Services } from "../../calls/index.ts";
import type { Operation } from "../call.ts";
import type { Reach } from "../gateway-options.ts";
import type { Guard } from "../guard.ts";
import { operationOf } from "../operations.ts";
import type { MakeCall } from "./incoming-call.ts";
import { isLocal } from "./is-local.ts";

export interface HealthRouteDeps {
  readonly guard: Guard;
  readonly makeCall: MakeCall;
  readonly node: Pick<Services["node"], "health" | "status">;
  readonly gateway: Pick<Services["gateway"], "metrics">;
  readonly registry: Registry;
}

const metrics: Operation = { name: "metrics", access: "view_system_metrics", rate: "authenticated", reads: true };
const openMetrics: Operation = { ...metrics, access: "public", rate: "unlimited" };
const health: Operation = { name: "health", access: "public", rate: "unlimited", reads: true };
const status = operationOf(contract.node.status);
const statistics = operationOf(contract.gateway.metrics);

/** What probes and those who watch over a node ask, without the prefix of the API, and `/metrics` for Prometheus. */
export function addHealthRoutes(
  app: FastifyInstance,
  { guard, makeCall, node, gateway, registry }: HealthRouteDeps,
  options: { readonly metrics: () => Reach["metrics"] },
): void {
  function run<Output>(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: Operation,
    work: (caller: Caller) => Output | Promise<Output>,
  ): Promise<Output> {
    const call = makeCall(request.raw, reply.raw, (name, value) => void reply.header(name, value));
    return guard.run(call, operation, work);
  }
  const askHealth = (request: FastifyRequest, reply: FastifyReply): Promise<Health> =>
    run(request, reply, health, (caller) => node.health(undefined, caller));

  app.get("/health", async (request, reply) => {
    const answer = await askHealth(request, reply);
    return reply.code(isReady(answer) ? 200 : 503).send(answer);
  });
  app.get("/health/ready", async (request, reply) => {
    const answer = await askHealth(request, reply);
    const failing = Object.entries(answer.dependencies).filter(([, { ok }]) => !ok);
    const { timestamp } = answer;
    return reply
      .code(isReady(answer) ? 200 : 503)
      .send({ ready: isReady(answer), timestamp, failing: Object.fromEntries(failing) });
  });
  app.get("/health/live", (request, reply) => run(request, reply, health, () => ({ live: true })));

  app.get("/status", (request, reply) => run(request, reply, status, (caller) => node.status(undefined, caller)));
  app.get("/stats", (request, reply) => run(request, reply, statistics, (caller) => gateway.metrics(undefined, caller)));

  app.get("/metrics", async (request, reply) => {
    const open = options.metrics() === "everybody" || (options.metrics() === "this-computer" && isLocal(request));
    const text = await run(request, reply, open ? openMetrics : metrics, () => registry.metrics());
    return reply.type(registry.contentType).send(text);
  });
}

/** What is degraded does less, and does that well. */
const isReady = ({ status: state }: Health): boolean => state !== "unhealthy";
