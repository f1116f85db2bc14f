import type { Clock } from "@lucid/foundation";
import { createMemoryRateLimiter, type RateLimiter, verdictOf } from "../rate-limiter.ts";
import { TAKE } from "./scripts.ts";
import type { RedisLink } from "./start-redis-link.ts";

export interface RedisLimiterDeps {
  readonly clock: Clock;
  readonly link: Pick<RedisLink, "run" | "isReady">;
  readonly keyOf: (name: string) => string;
}

/**
 * Counts the calls of all nodes together, and beside that those of this node as if it were alone. While the store is away, or has lost
 * its counts, this node's own still hold.
 */
export function createRedisLimiter({ clock, link, keyOf }: RedisLimiterDeps): RateLimiter {
  const own = createMemoryRateLimiter({ clock });

  async function takeShared(key: string, { perMinute, burst }: Parameters<RateLimiter["take"]>[1]) {
    const costUs = Math.ceil(60_000_000 / perMinute);
    const [allowed, drainsInUs] = (await link.run(TAKE, [keyOf(`limit ${key}`)], [costUs, costUs * burst])) as [number, number];
    return verdictOf({ allowed: allowed === 1, drainsInMs: drainsInUs / 1_000, nowMs: clock.now() }, { perMinute, burst });
  }

  return {
    async take(key, limit) {
      const alone = own.take(key, limit);
      // What one count refuses is not counted in the other.
      if (!alone.allowed || !link.isReady()) return alone;
      const shared = await takeShared(key, limit).catch(() => undefined);
      if (shared?.allowed === false) own.giveBack(key, limit);
      return shared ?? alone;
    },
  };
}
