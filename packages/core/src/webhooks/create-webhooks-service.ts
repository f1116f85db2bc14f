import {
  type Delivery,
  DeliveryId,
  MAX_WEBHOOKS,
  paginate,
  UserId,
  type Webhook,
  WebhookId,
  webhookErrors,
} from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import { requirePrincipal, type Services } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { Accounts } from "../people/index.ts";
import type { Queue } from "./create-queue.ts";
import { oldSecretUntil } from "./secrets-of.ts";
import type { Signer } from "./signing.ts";
import type { Targets } from "./targets.ts";
import type { AttemptRow, DeliveryRow, WebhookRepository, WebhookRow } from "./webhook-repository.ts";

/** Attempts of one delivery that are shown. */
const SHOWN_ATTEMPTS = 20;

export interface WebhooksServiceDeps {
  readonly repository: WebhookRepository;
  readonly queue: Queue;
  readonly signer: Signer;
  readonly targets: Targets;
  readonly accounts: Pick<Accounts, "find">;
  readonly steady: SteadyTime;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly networks: readonly string[];
}

/** The part of the contract about webhooks. */
export function createWebhooksService(deps: WebhooksServiceDeps): Services["webhooks"] {
  const { repository, queue, signer, targets, accounts, steady } = deps;
  const isoTime = (ms: number): string => new Date(steady.toWall(ms)).toISOString();
  const isoOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));

  function person(userId: string): Webhook["created_by"] {
    const account = accounts.find(userId);
    return { user_id: UserId.parse(userId), name: account?.username ?? null, tron_address: account?.tron_address ?? "" };
  }

  const shown = (row: WebhookRow): Webhook => ({
    webhook_id: WebhookId.parse(row.webhook_id),
    name: row.name,
    url: row.url,
    kinds: [...row.kinds],
    state: row.state,
    created_by: person(row.created_by),
    created_at: isoTime(row.created_at),
    old_secret_until: isoOrNull(oldSecretUntil(row, steady.now())),
    failing_since: isoOrNull(row.failing_since),
    last_delivered_at: isoOrNull(row.last_delivered_at),
    waiting: repository.countWaiting(row.webhook_id),
  });

  const shownAttempt = ({ at, delivery_id: _of, ...row }: AttemptRow) => ({ ...row, at: isoTime(at) });
  const shownDelivery = (row: DeliveryRow, attempts: readonly AttemptRow[]): Delivery => ({
    delivery_id: DeliveryId.parse(row.delivery_id),
    message_id: row.message_id,
    kind: row.kind,
    state: row.state,
    created_at: isoTime(row.created_at),
    next_at: isoOrNull(row.next_at),
    attempts: attempts.slice(-SHOWN_ATTEMPTS).map(shownAttempt),
  });
  const withAttempts = (row: DeliveryRow): Delivery =>
    shownDelivery(row, repository.attempts([row.delivery_id]).get(row.delivery_id) ?? []);

  /** @throws WEBHOOK_NOT_FOUND. */
  function mustFind(webhookId: string): WebhookRow {
    const row = repository.find(webhookId);
    if (!row) throw webhookErrors.WEBHOOK_NOT_FOUND();
    return row;
  }

  /** @throws WEBHOOK_NOT_FOUND, WEBHOOK_OFF. */
  function mustBeOn(webhookId: string): WebhookRow {
    const row = mustFind(webhookId);
    if (row.state !== "on") throw webhookErrors.WEBHOOK_OFF();
    return row;
  }

  /** @throws WEBHOOK_TARGET. */
  function requireTarget(url: string): void {
    const fault = targets.faultOf(url);
    if (fault !== undefined) throw webhookErrors.WEBHOOK_TARGET({ fault });
  }

  return {
    list: () => ({ webhooks: repository.all().map(shown), networks: [...deps.networks] }),
    create(input, caller) {
      requireTarget(input.url);
      if (repository.all().length >= MAX_WEBHOOKS) throw webhookErrors.WEBHOOK_LIMIT({ limit: MAX_WEBHOOKS });
      const row: WebhookRow = {
        webhook_id: deps.randomness.uuid(),
        name: input.name.toWellFormed(),
        url: input.url,
        kinds: [...new Set(input.kinds)],
        state: "on",
        created_by: requirePrincipal(caller).userId,
        created_at: steady.now(),
        generation: 1,
        rotated_at: null,
        failing_since: null,
        last_delivered_at: null,
      };
      repository.insert(row);
      caller.identify({ target: row.webhook_id });
      return { webhook: shown(row), secret: signer.secret(row) };
    },
    update({ webhook_id, name, url, kinds, on }) {
      const before = mustFind(webhook_id);
      if (url !== undefined) requireTarget(url);
      const isTurnedOn = on === true && before.state !== "on";
      const after: WebhookRow = {
        ...before,
        name: name?.toWellFormed() ?? before.name,
        url: url ?? before.url,
        kinds: kinds === undefined ? before.kinds : [...new Set(kinds)],
        state: on === undefined ? before.state : on ? "on" : "off",
        failing_since: isTurnedOn ? null : before.failing_since,
      };
      repository.update(after);
      return shown(after);
    },
    remove({ webhook_id }) {
      if (!repository.remove(webhook_id)) throw webhookErrors.WEBHOOK_NOT_FOUND();
      return { message: "The webhook is removed" };
    },
    rotateSecret({ webhook_id }) {
      const before = mustFind(webhook_id);
      const after = { ...before, generation: before.generation + 1, rotated_at: steady.now() };
      repository.update(after);
      return { webhook: shown(after), secret: signer.secret(after) };
    },
    test: ({ webhook_id }) => withAttempts(queue.test(mustBeOn(webhook_id))),
    deliveries({ webhook_id, ...paging }) {
      mustFind(webhook_id);
      const { limit, page } = paging;
      const rows = repository.deliveries(webhook_id, { limit, offset: (page - 1) * limit });
      const attempts = repository.attempts(rows.map(({ delivery_id }) => delivery_id));
      return {
        deliveries: rows.map((row) => shownDelivery(row, attempts.get(row.delivery_id) ?? [])),
        pagination: paginate(paging, repository.countDeliveries(webhook_id)),
      };
    },
    redeliver({ webhook_id, delivery_id }) {
      mustBeOn(webhook_id);
      const row = repository.delivery(webhook_id, delivery_id);
      if (!row) throw webhookErrors.WEBHOOK_NOT_FOUND();
      return withAttempts(queue.again(row));
    },
  };
}
