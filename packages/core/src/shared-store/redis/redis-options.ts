import { readFile } from "node:fs/promises";
import type { RedisOptions } from "ioredis";
import type { SharedStoreSettings } from "../shared-store.settings.ts";

/** A server that has not answered by then is away: whoever called it waits no longer. */
const COMMAND_MS = 500;
const CONNECT_MS = 1_000;
/** A lost connection is made anew after 50 ms, 100 ms, ... at most this long. */
const RECONNECT_MS = 500;

export type ServerOptions = Omit<RedisOptions, "replyMapping">;

/** How to reach the Redis of the settings. Password and certificate are read once, at the start. @throws when a file cannot be read. */
export async function redisOptions(settings: SharedStoreSettings): Promise<ServerOptions> {
  const url = new URL(settings.redis_url);
  const ca = await readIfNamed(settings.redis_ca_file);
  const password = await readIfNamed(settings.redis_password_file);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? 6_379 : Number(url.port),
    db: Number(url.pathname.slice(1) || 0),
    ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
    ...(password === undefined ? {} : { password: password.trim() }),
    ...(url.protocol === "rediss:" ? { tls: ca === undefined ? {} : { ca } } : {}),
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    retryStrategy: (times) => Math.min(50 * times, RECONNECT_MS),
    // A command is asked once and fails at once where nobody is there: what waits in a queue is decided on what was.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // A server that still loads says so in its answers, which is better than silence.
    enableReadyCheck: false,
    lazyConnect: true,
    connectionName: "lucid",
    disableClientInfo: true,
    protocol: 2,
  };
}

const readIfNamed = async (path: string): Promise<string | undefined> => (path === "" ? undefined : await readFile(path, "utf8"));
