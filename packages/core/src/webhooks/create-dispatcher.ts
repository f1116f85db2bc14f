import type { Clock, Randomness } from "@lucid/foundation";
import { describeFailure } from "@lucid/foundation";
import type { Logger } from "pino";
import type { SteadyTime } from "../ground/index.ts";
import { hostOf, type Posted, postMessage, type Way } from "../outgoing/index.ts";
import type { Outward } from "../tor/index.ts";
import { pauseAfter } from "./back-off.ts";
import { secretsOf } from "./secrets-of.ts";
import type { Signer } from "./signing.ts";
import type { Targets } from "./targets.ts";
import type { DeliveryRow, WebhookRepository, WebhookRow } from "./webhook-repository.ts";
import type { WebhooksMetrics } from "./webhooks.metrics.ts";

/** A receiver that took nothing for so long is not tried any more. */
const FAILING_MS = 3 * 86_400_000;
/** Attempts without one that was taken before that counts: a node that was off for days has not tried. */
const FAILING_TRIES = 5;
const GONE = 410;

export interface DispatcherDeps {
  readonly repository: WebhookRepository;
  readonly signer: Signer;
  readonly targets: Targets;
  readonly outward: Pick<Outward, "open">;
  readonly clock: Clock;
  readonly steady: SteadyTime;
  readonly randomness: Pick<Randomness, "bytes">;
  readonly log: Logger;
  readonly metrics: WebhooksMetrics;
  readonly userAgent: string;
  /** Within the transaction that turns a webhook off. */
  readonly turnedOff: (webhook: WebhookRow) => void;
}

/**
 * Sends what waits: one message at a time to each receiver, so that one that hangs holds up none but its own. What was sent is noted
 * afterwards: a node that is killed in between sends it again, under the same id.
 */
export function createDispatcher(deps: DispatcherDeps) {
  const { repository, clock, steady, metrics } = deps;
  const closing = new AbortController();
  const busy = new Map<string, Promise<void>>();

  async function post(webhook: WebhookRow, delivery: DeliveryRow): Promise<Posted> {
    const url = new URL(webhook.url);
    if (deps.targets.faultOf(webhook.url) !== undefined) return { status: null, responseBytes: 0, error: "address" };
    const target = await deps.targets.resolve(url);
    if (target.kind === "refused") return { status: null, responseBytes: 0, error: target.error };
    const seconds = Math.floor(clock.now() / 1_000);
    const headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(delivery.body)),
      "user-agent": deps.userAgent,
      "webhook-id": delivery.message_id,
      "webhook-timestamp": String(seconds),
      "webhook-signature": deps.signer.sign(delivery.message_id, seconds, delivery.body, secretsOf(webhook, steady.now())),
    };
    const way: Way =
      target.kind === "tor"
        ? { kind: "tor", open: (port, signal) => deps.outward.open(hostOf(url), port, signal) }
        : { kind: "direct", addresses: target.addresses };
    return await postMessage({ url, way, headers, body: delivery.body }, clock, closing.signal);
  }

  function nextState(webhook: WebhookRow, posted: Posted, tries: number, now: number): WebhookRow {
    if (posted.error === null) return { ...webhook, failing_since: null, last_delivered_at: now };
    const failing_since = webhook.failing_since ?? now;
    const isFailing = now - failing_since >= FAILING_MS && tries >= FAILING_TRIES;
    const state = posted.status === GONE ? "gone" : isFailing ? "failing" : webhook.state;
    return { ...webhook, failing_since, state };
  }

  const note = repository.transaction((sent: DeliveryRow, posted: Posted, durationMs: number) => {
    const now = steady.now();
    const webhook = repository.find(sent.webhook_id);
    // It was removed meanwhile, and its deliveries with it.
    if (!webhook) return;
    const tries = sent.tries + 1;
    const pause = posted.error === null || posted.status === GONE ? undefined : pauseAfter(tries, deps.randomness);
    const { delivery_id } = sent;
    const { status, responseBytes: response_bytes, error } = posted;
    repository.attempted({ delivery_id, at: now, status, duration_ms: durationMs, response_bytes, error });
    const state = error === null ? "delivered" : pause === undefined ? "failed" : "waiting";
    repository.change({ delivery_id, tries, state, next_at: pause === undefined ? null : now + pause });
    const after = nextState(webhook, posted, tries, now);
    repository.update(after);
    if (webhook.state === "on" && after.state !== "on") deps.turnedOff(after);
  });

  async function deliver(webhook: WebhookRow, delivery: DeliveryRow): Promise<void> {
    const startedMs = clock.elapsed();
    const posted = await post(webhook, delivery);
    if (closing.signal.aborted) return;
    metrics.attempts.inc({ outcome: posted.error ?? "ok" });
    note(delivery, posted, Math.round(clock.elapsed() - startedMs));
  }

  /** Sends what is due to one receiver, one after the other. */
  async function work(webhookId: string): Promise<void> {
    for (;;) {
      const webhook = repository.find(webhookId);
      const delivery = webhook?.state === "on" ? repository.due(webhookId, steady.now()) : undefined;
      if (!webhook || !delivery || closing.signal.aborted) return;
      await deliver(webhook, delivery);
    }
  }

  function begin(webhookId: string): void {
    const working = work(webhookId)
      .catch((error: unknown) => deps.log.error({ failure: describeFailure(error) }, "a webhook's messages could not be sent"))
      .finally(() => busy.delete(webhookId));
    busy.set(webhookId, working);
  }

  return {
    /** Begins to send what is due. To be called after each change, and now and then. */
    look(): void {
      if (closing.signal.aborted) return;
      const now = steady.now();
      for (const { webhook_id, state } of repository.all()) {
        if (state === "on" && !busy.has(webhook_id) && repository.due(webhook_id, now)) begin(webhook_id);
      }
    },
    /** Ends what is under way: it is sent again by the next start. */
    async [Symbol.asyncDispose](): Promise<void> {
      closing.abort();
      await Promise.all(busy.values());
    },
  };
}
export type Dispatcher = ReturnType<typeof createDispatcher>;
