import type { Redis } from "ioredis";
import { readOwnerKey } from "../owner-key.ts";
import type { SharedStoreSettings } from "../shared-store.settings.ts";
import { redisOptions } from "./redis-options.ts";
import { requireVersion, whyAway } from "./why-away.ts";

/** A key that is written and read, and gone after a second. */
const PROBE = "redis.call('SET', KEYS[1], '1', 'PX', 1000) return redis.call('GET', KEYS[1])";

export interface RedisCheck {
  readonly ok: boolean;
  readonly detail: string;
}

/** Whether the Redis of the settings can be used from here; undefined where there is none. Nothing is kept there. */
export async function checkRedis(settings: SharedStoreSettings): Promise<RedisCheck | undefined> {
  if (settings.redis_url === "") return undefined;
  let client: Redis | undefined;
  let refusal: unknown;
  try {
    const { prefix } = await readOwnerKey(settings.owner_key_file);
    const { Redis: Client } = await import("ioredis");
    client = new Client({ ...(await redisOptions(settings)), retryStrategy: () => null });
    client.on("error", (error: unknown) => {
      refusal = error;
    });
    await client.connect();
    const version = requireVersion(await client.info("server"));
    await client.eval(PROBE, 1, `${prefix}doctor`);
    return { ok: true, detail: `Redis ${version} answers and can be written` };
  } catch (error) {
    const isFile = error instanceof Error && client === undefined;
    return { ok: false, detail: isFile ? error.message : `the shared Redis: ${whyAway(refusal ?? error)}` };
  } finally {
    client?.disconnect();
  }
}
