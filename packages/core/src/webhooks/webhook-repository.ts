import type { Delivery, DeliveryError, NotificationKind, Webhook } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";

export interface WebhookRow {
  readonly webhook_id: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly NotificationKind[];
  readonly state: Webhook["state"];
  readonly created_by: string;
  readonly created_at: number;
  /** Which of its secrets is the newest, from 1. */
  readonly generation: number;
  readonly rotated_at: number | null;
  readonly failing_since: number | null;
  readonly last_delivered_at: number | null;
}
type StoredWebhook = Omit<WebhookRow, "kinds"> & { readonly kinds: string };

export interface DeliveryRow {
  readonly delivery_id: string;
  readonly webhook_id: string;
  readonly message_id: string;
  readonly kind: Delivery["kind"];
  /** What is sent and signed, byte for byte, at every attempt. */
  readonly body: string;
  readonly state: Delivery["state"];
  /** Attempts since it was put into the queue, by the node or by hand. */
  readonly tries: number;
  readonly created_at: number;
  readonly next_at: number | null;
}

export interface AttemptRow {
  readonly delivery_id: string;
  readonly at: number;
  readonly status: number | null;
  readonly duration_ms: number;
  readonly response_bytes: number;
  readonly error: DeliveryError | null;
}

const WEBHOOK =
  "webhook_id, name, url, kinds, state, created_by, created_at, generation, rotated_at, failing_since, last_delivered_at";
const DELIVERY = "delivery_id, webhook_id, message_id, kind, body, state, tries, created_at, next_at";
const named = (columns: string): string => columns.replaceAll(/\w+/g, ":$&");
const setting = (columns: string): string => columns.replaceAll(/\w+/g, "$& = :$&");

/** Rows of webhooks, their deliveries and attempts. */
export function createWebhookRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const one = read.prepare<[string], StoredWebhook>(`SELECT ${WEBHOOK} FROM webhooks WHERE webhook_id = ?`);
  const all = read.prepare<[], StoredWebhook>(`SELECT ${WEBHOOK} FROM webhooks ORDER BY created_at, webhook_id`);
  const insert = write.prepare<[StoredWebhook]>(`INSERT INTO webhooks (${WEBHOOK}) VALUES (${named(WEBHOOK)})`);
  const update = write.prepare<[StoredWebhook]>(`UPDATE webhooks SET ${setting(WEBHOOK)} WHERE webhook_id = :webhook_id`);
  const remove = write.prepare<[string]>("DELETE FROM webhooks WHERE webhook_id = ?");
  const delivery = read.prepare<[string, string], DeliveryRow>(
    `SELECT ${DELIVERY} FROM webhook_deliveries WHERE webhook_id = ? AND delivery_id = ?`,
  );
  const page = read.prepare<[string, number, number], DeliveryRow>(`
    SELECT ${DELIVERY} FROM webhook_deliveries WHERE webhook_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?`);
  const counted = read.prepare<[string], { rows: number }>(
    "SELECT count(*) AS rows FROM webhook_deliveries WHERE webhook_id = ?",
  );
  const waiting = read.prepare<[], { rows: number }>("SELECT count(*) AS rows FROM webhook_deliveries WHERE state = 'waiting'");
  const waitingOf = read.prepare<[string], { rows: number }>(
    "SELECT count(*) AS rows FROM webhook_deliveries WHERE state = 'waiting' AND webhook_id = ?",
  );
  const due = read.prepare<[string, number], DeliveryRow>(`
    SELECT ${DELIVERY} FROM webhook_deliveries
    WHERE webhook_id = ? AND state = 'waiting' AND next_at <= ? ORDER BY next_at, rowid LIMIT 1`);
  const enqueue = write.prepare<[DeliveryRow]>(`INSERT INTO webhook_deliveries (${DELIVERY}) VALUES (${named(DELIVERY)})`);
  const change = write.prepare<[Pick<DeliveryRow, "delivery_id" | "state" | "tries" | "next_at">]>(
    "UPDATE webhook_deliveries SET state = :state, tries = :tries, next_at = :next_at WHERE delivery_id = :delivery_id",
  );
  const attempted = write.prepare<[AttemptRow]>(`
    INSERT INTO webhook_attempts (delivery_id, at, status, duration_ms, response_bytes, error)
    VALUES (:delivery_id, :at, :status, :duration_ms, :response_bytes, :error)`);
  const attempts = read.prepare<[string], AttemptRow>(`
    SELECT delivery_id, at, status, duration_ms, response_bytes, error FROM webhook_attempts
    WHERE delivery_id IN (SELECT value FROM json_each(?)) ORDER BY at, rowid`);
  const forget = write.prepare<[number]>("DELETE FROM webhook_deliveries WHERE created_at < ?");

  return {
    transaction: write.transaction,
    find(id: string): WebhookRow | undefined {
      const row = one.get(id);
      return row && parsed(row);
    },
    /** Oldest first. */
    all: (): WebhookRow[] => all.all().map(parsed),
    insert: (row: WebhookRow): void => void insert.run({ ...row, kinds: JSON.stringify(row.kinds) }),
    /** What is there no more stays away. */
    update: (row: WebhookRow): void => void update.run({ ...row, kinds: JSON.stringify(row.kinds) }),
    /** With its deliveries; false where there was none. */
    remove: (id: string): boolean => remove.run(id).changes === 1,
    delivery: (webhookId: string, deliveryId: string): DeliveryRow | undefined => delivery.get(webhookId, deliveryId),
    /** Newest first. */
    deliveries: (webhookId: string, { limit, offset }: { readonly limit: number; readonly offset: number }): DeliveryRow[] =>
      page.all(webhookId, limit, offset),
    countDeliveries: (webhookId: string): number => counted.get(webhookId)?.rows ?? 0,
    /** Of all webhooks. */
    waiting: (): number => waiting.get()?.rows ?? 0,
    countWaiting: (webhookId: string): number => waitingOf.get(webhookId)?.rows ?? 0,
    /** What has waited longest of what is due. */
    due: (webhookId: string, now: number): DeliveryRow | undefined => due.get(webhookId, now),
    enqueue: (row: DeliveryRow): void => void enqueue.run(row),
    change: (row: Pick<DeliveryRow, "delivery_id" | "state" | "tries" | "next_at">): void => void change.run(row),
    attempted: (row: AttemptRow): void => void attempted.run(row),
    /** Of some deliveries, oldest first. */
    attempts: (ids: readonly string[]): Map<string, AttemptRow[]> =>
      Map.groupBy(attempts.all(JSON.stringify(ids)), ({ delivery_id }) => delivery_id),
    forgetBefore: (before: number): void => void forget.run(before),
  };
}
export type WebhookRepository = ReturnType<typeof createWebhookRepository>;

const parsed = (row: StoredWebhook): WebhookRow => ({ ...row, kinds: JSON.parse(row.kinds) as NotificationKind[] });
