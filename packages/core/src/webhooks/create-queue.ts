import type { Delivery } from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import type { FactRow } from "../notifications/index.ts";
import type { DeliveryRow, WebhookRepository, WebhookRow } from "./webhook-repository.ts";

/** Messages of one webhook that wait at once. What comes on top is noted as failed, so that a dead receiver fills no disk. */
const MAX_WAITING = 2_000;

export interface QueueDeps {
  readonly repository: WebhookRepository;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly steady: { now(): number; toWall(steadyMs: number): number };
}

/** Puts messages into the queue of the webhooks that want them. */
export function createQueue({ repository, randomness, steady }: QueueDeps) {
  function put(webhook: WebhookRow, kind: Delivery["kind"], messageId: string, data: object): DeliveryRow {
    const now = steady.now();
    const isFull = repository.countWaiting(webhook.webhook_id) >= MAX_WAITING;
    const row: DeliveryRow = {
      delivery_id: randomness.uuid(),
      webhook_id: webhook.webhook_id,
      message_id: messageId,
      kind,
      body: JSON.stringify({ type: kind, timestamp: new Date(steady.toWall(now)).toISOString(), data }),
      state: isFull ? "failed" : "waiting",
      tries: 0,
      created_at: now,
      next_at: isFull ? null : now,
    };
    repository.enqueue(row);
    if (isFull) {
      const { delivery_id } = row;
      repository.attempted({ delivery_id, at: now, status: null, duration_ms: 0, response_bytes: 0, error: "queue" });
    }
    return row;
  }

  return {
    /** Within the transaction that stores the fact: what is told is sent, also when the node ends in between. */
    fact({ fact_id, kind, link, session_id, who, data }: FactRow): void {
      for (const webhook of repository.all()) {
        if (webhook.state !== "on" || !webhook.kinds.includes(kind)) continue;
        put(webhook, kind, fact_id, { ...data, link, session_id, user_id: who });
      }
    },
    test: (webhook: WebhookRow): DeliveryRow =>
      put(webhook, "webhook.test", randomness.uuid(), { webhook_id: webhook.webhook_id, name: webhook.name }),
    /** The same message once more, from now on with all of its attempts. */
    again(row: DeliveryRow): DeliveryRow {
      const due = { ...row, state: "waiting", tries: 0, next_at: steady.now() } as const;
      repository.change(due);
      return due;
    },
  };
}
export type Queue = ReturnType<typeof createQueue>;
