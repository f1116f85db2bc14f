import type { Ground } from "../ground/index.ts";
import { LOCKOUT } from "./lockout-rules.ts";
import { createOrderRepository, sharedStoreTables } from "./order-repository.ts";
import { readOwnerKey } from "./owner-key.ts";
import { createMemoryRateLimiter } from "./rate-limiter.ts";
import { createRedisLimiter } from "./redis/redis-limiter.ts";
import { createRedisLockouts } from "./redis/redis-lockouts.ts";
import { createRedisLogins } from "./redis/redis-logins.ts";
import { redisOptions } from "./redis/redis-options.ts";
import { createRedisLink } from "./redis/start-redis-link.ts";
import { registerSharedStoreMetrics } from "./shared-store.metrics.ts";
import type { SharedStoreSettings } from "./shared-store.settings.ts";
import type { SharedStore } from "./shared-store.ts";

/** How long a login or a new session waits for a server that is away. */
const GRACE_MS = 2_000;

export type SharedStoreGround = Pick<Ground, "clock" | "log" | "time" | "randomness" | "db" | "metrics" | "keys">;

/**
 * What the nodes of one owner share: a Redis where the settings name one, which may be away; else nothing, and the node is alone.
 * @throws when a file of the settings cannot be used.
 */
export async function startSharedStore(ground: SharedStoreGround, settings: SharedStoreSettings): Promise<SharedStore> {
  const { clock, log, db } = ground;
  db.attach(sharedStoreTables);
  if (settings.redis_url === "") {
    const limiter = createMemoryRateLimiter({ clock });
    const nothing = async (): Promise<void> => undefined;
    return { limiter, lockouts: undefined, logins: undefined, admitNew: nothing, [Symbol.asyncDispose]: nothing };
  }
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
  registerSharedStoreMetrics(ground.metrics, link.isReady);
  return {
    limiter: createRedisLimiter({ clock, link, keyOf }),
    lockouts: createRedisLockouts({ link, keyOf }, LOCKOUT),
    logins: {
      ...logins,
      serve(own) {
        logins.serve(own);
        link.start(beat);
      },
    },
    admitNew: () => link.admitNew(),
    health: () => ({ shared_store: { ...link.health(), optional: true } }),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}
