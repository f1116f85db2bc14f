import type { Ground } from "../ground/index.ts";
import { sharedStoreTables } from "./order-repository.ts";
import { createMemoryRateLimiter } from "./rate-limiter.ts";
import type { SharedStoreSettings } from "./shared-store.settings.ts";
import type { SharedStore } from "./shared-store.ts";

export type SharedStoreGround = Pick<Ground, "clock" | "log" | "time" | "randomness" | "db" | "metrics" | "keys">;

/**
 * What the nodes of one owner share: a Redis where the settings name one, which may be away; else nothing, and the node is alone.
 * @throws when a file of the settings cannot be used.
 */
export async function startSharedStore(ground: SharedStoreGround, settings: SharedStoreSettings): Promise<SharedStore> {
  ground.db.attach(sharedStoreTables);
  if (settings.redis_url !== "") {
    // A node that is alone does not load the client: 20 MB and a tenth of a second on a small machine.
    const { startRedisStore } = await import("./redis/start-redis-store.ts");
    return await startRedisStore(ground, settings);
  }
  const nothing = async (): Promise<void> => undefined;
  return {
    limiter: createMemoryRateLimiter({ clock: ground.clock }),
    lockouts: undefined,
    logins: undefined,
    notices: undefined,
    admitNew: nothing,
    [Symbol.asyncDispose]: nothing,
  };
}
