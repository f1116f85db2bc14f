import type { LockoutRules } from "../lockout-rules.ts";
import type { Lockouts } from "../shared-store.ts";
import { FAIL, LOCKED } from "./scripts.ts";
import type { RedisLink } from "./start-redis-link.ts";

/** Counts failures of all nodes together. @throws SHARED_STORE_AWAY from each. */
export function createRedisLockouts(
  { link, keyOf }: { readonly link: Pick<RedisLink, "run">; readonly keyOf: (name: string) => string },
  rules: LockoutRules,
): Lockouts {
  const keys = (subject: string): string[] => [keyOf(`lock ${subject}`)];
  const positive = (ms: unknown): number | undefined => (Number(ms) > 0 ? Number(ms) : undefined);
  return {
    lockedFor: async (subject) => positive(await link.run(LOCKED, keys(subject))),
    async fail(subject) {
      const args = [rules.failures, rules.lockoutMs, rules.maxDoublings, rules.memoryMs];
      return positive(await link.run(FAIL, keys(subject), args));
    },
    async succeed(subject) {
      await link.run("redis.call('DEL', KEYS[1])", keys(subject));
    },
  };
}
