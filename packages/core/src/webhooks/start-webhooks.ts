import { lookup } from "node:dns/promises";
import { WebhookId } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Announcer } from "../notifications/index.ts";
import type { Accounts } from "../people/index.ts";
import type { Outward } from "../tor/index.ts";
import { createDispatcher } from "./create-dispatcher.ts";
import { createQueue } from "./create-queue.ts";
import { createWebhooksService } from "./create-webhooks-service.ts";
import { createSigner } from "./signing.ts";
import { createTargets, type Resolve } from "./targets.ts";
import { createWebhookRepository } from "./webhook-repository.ts";
import { webhookTables } from "./webhook-tables.ts";
import { createWebhooksMetrics } from "./webhooks.metrics.ts";

/** How late a message is at most that waits for its next attempt. */
const LOOK_MS = 1_000;
const PRUNE_MS = 3_600_000;
const KEPT_MS = 30 * 86_400_000;

export interface WebhooksDeps {
  readonly announcer: Announcer;
  readonly accounts: Pick<Accounts, "find">;
  readonly outward: Outward;
}

export interface WebhooksOptions {
  /** Private networks that they may lead into. */
  readonly networks: readonly string[];
  /** Asks for the addresses of a name; the system's resolver, where nothing is said. */
  readonly resolve?: Resolve;
}

/** What happens, posted to programs: signed, kept until it is taken, and each time with the same id. */
export async function startWebhooks(
  ground: Ground,
  { announcer, accounts, outward }: WebhooksDeps,
  { networks, resolve = (host) => lookup(host, { all: true, order: "verbatim" }) }: WebhooksOptions,
): Promise<Area> {
  const { db, clock, time, randomness, log, changes } = ground;
  const { steady } = time;
  db.attach(webhookTables);
  await using starting = new AsyncDisposableStack();
  const repository = createWebhookRepository(db);
  const signer = createSigner(await ground.secret("webhooks.key"));
  const targets = createTargets(resolve, networks, outward);
  const queue = createQueue({ repository, randomness, steady });
  const dispatcher = starting.use(
    createDispatcher({
      ...{ repository, signer, targets, outward, clock, steady, randomness, log },
      metrics: createWebhooksMetrics(ground.metrics, repository),
      userAgent: `lucid/${ground.version}`,
      turnedOff({ webhook_id, name, state }) {
        announcer.announce({
          key: `webhook.disabled ${webhook_id} ${steady.now()}`,
          kind: "webhook.disabled",
          to: { permission: "manage_system_config" },
          link: "/admin/webhooks",
          data: { webhook_id, name, state },
        });
      },
    }),
  );
  starting.use(announcer.onFact((fact) => queue.fact(fact)));
  starting.use(changes.on("webhook", () => dispatcher.look()));
  starting.use(ground.every(LOOK_MS, () => dispatcher.look()));
  starting.use(ground.every(PRUNE_MS, () => repository.forgetBefore(steady.now() - KEPT_MS)));
  dispatcher.look();
  const running = starting.move();

  return {
    services: {
      webhooks: createWebhooksService({ repository, queue, signer, targets, accounts, steady, randomness, networks }),
    },
    events: {
      webhook: (id, { principal }) =>
        principal?.permissions.has("manage_system_config") === true
          ? { type: "webhook", webhook_id: WebhookId.parse(id) }
          : undefined,
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
