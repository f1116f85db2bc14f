import { LOCKOUT } from "../lockout-rules.ts";
import { createOrderRepository } from "../order-repository.ts";
import { readOwnerKey } from "../owner-key.ts";
import { registerSharedStoreMetrics } from "../shared-store.metrics.ts";
import type { SharedStoreSettings } from "../shared-store.settings.ts";
import type { SharedStore } from "../shared-store.ts";
import type { SharedStoreGround } from "../start-shared-store.ts";
import { createRedisLimiter } from "./redis-limiter.ts";
import { createRedisLockouts } from "./redis-lockouts.ts";
import { createRedisLogins } from "./redis-logins.ts";
import { createRedisNotices } from "./redis-notices.ts";
import { redisOptions } from "./redis-options.ts";
import { createRedisLink } from "./start-redis-link.ts";

/** How long a login or a new session waits for a server that is away. */
const GRACE_MS = 2_000;

/** A store in the Redis of the settings, which may be away. @throws when a file of the settings cannot be used. */
export async function startRedisStore(ground: SharedStoreGround, settings: SharedStoreSettings): Promise<SharedStore> {
  const { clock, log, db } = ground;
  const owner = await readOwnerKey(settings.owner_key_file);
  const link = createRedisLink({ clock, log }, { redis: await redisOptions(settings), graceMs: GRACE_MS });
  const keyOf = (name: string): string => `${owner.prefix}${owner.hidden(name)}`;
  const { logins, beat } = createRedisLogins({
    ...ground,
    link,
    owner,
    orders: createOrderRepository(db),
    steady: ground.time.steady,
    node: ground.keys.publicKey,
  });
  const { notices, exchange } = createRedisNotices({ ...ground, owner }, { graceMs: GRACE_MS });
  registerSharedStoreMetrics(ground.metrics, link.isReady);
  return {
    limiter: createRedisLimiter({ clock, link, keyOf }),
    lockouts: createRedisLockouts({ link, keyOf }, LOCKOUT),
    logins: {
      ...logins,
      serve(own) {
        logins.serve(own);
        link.start({
          ...beat,
          // A node shows up when it does what the others say.
          async beat(run, isSettled) {
            await exchange(run);
            await beat.beat(run, isSettled);
          },
        });
      },
    },
    notices,
    admitNew: () => link.admitNew(),
    health: () => ({ shared_store: { ...link.health(), optional: true } }),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}
