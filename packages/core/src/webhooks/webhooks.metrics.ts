import { Counter, Gauge, type Registry } from "prom-client";
import type { WebhookRepository } from "./webhook-repository.ts";

export function createWebhooksMetrics(registry: Registry, repository: Pick<WebhookRepository, "waiting">) {
  new Gauge({
    name: "lucid_webhooks_waiting_messages",
    help: "Messages that wait for a webhook's receiver",
    registers: [registry],
    collect() {
      this.set(repository.waiting());
    },
  });
  return {
    attempts: new Counter({
      name: "lucid_webhooks_attempts_total",
      help: "Messages that were sent to webhooks, by what came of it: ok, or why it was not taken",
      labelNames: ["outcome"],
      registers: [registry],
    }),
  };
}
export type WebhooksMetrics = ReturnType<typeof createWebhooksMetrics>;
