import { commonErrors, type PartHealth, SHARED_STORE_RETRY_S } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import type { ServerOptions } from "./redis-options.ts";
import { requireVersion, whyAway } from "./why-away.ts";

/** How often a node shows up. */
export const BEAT_MS = 200;
/** A node that has not shown up for longer is away, and its tokens are taken nowhere else: the bound for a revocation that cannot be told. */
export const LEASE_MS = 1_000;

export interface RedisLinkDeps {
  readonly clock: Clock;
  readonly log: Pick<Logger, "info" | "warn">;
}

export interface RedisLinkOptions {
  readonly redis: ServerOptions;
  /** How long a login or a new session waits for a server that is away. */
  readonly graceMs: number;
}

/** Runs a script. Whatever goes wrong makes the server away until the next beat says otherwise. */
export type RunScript = (script: string, keys: readonly string[], args?: readonly (string | number)[]) => Promise<unknown>;

export interface Beat {
  /** Before the first beat after every time that the server was away or a command failed. */
  settle(run: RunScript): Promise<void>;
  /** Every `BEAT_MS`; `isSettled` says whether nothing has failed since `settle`. */
  beat(run: RunScript, isSettled: () => boolean): Promise<void>;
  /** The server has been away for longer than `LEASE_MS`, at every further beat. */
  away(): void;
}

export interface RedisLink extends AsyncDisposable {
  readonly run: RunScript;
  isReady(): boolean;
  /** Something that others rely on did not get there: the node settles anew before it shows up again. */
  unsettle(): void;
  /** @throws SHARED_STORE_AWAY when it is not ready after `graceMs`. */
  admitNew(): Promise<void>;
  /** @throws SHARED_STORE_AWAY. */
  awayError(cause?: unknown): Error;
  health(): Omit<PartHealth, "since">;
  /** Begins to show up. */
  start(beat: Beat): void;
}

/** The connection to the Redis that several nodes share. Whether it is there is measured by a write at each beat. */
export function createRedisLink({ clock, log }: RedisLinkDeps, { redis, graceMs }: RedisLinkOptions): RedisLink {
  const client = new Redis(redis);
  let state: { readonly kind: "ready" } | { readonly kind: "away"; readonly why: string } = {
    kind: "away",
    why: "it was not reached yet",
  };
  let version = "";
  let lastReadyElapsed = clock.elapsed();
  let lastReadyMs: number | undefined;
  /** Counts what failed: a beat during which something did proves nothing. */
  let failures = 0;
  let timer: Disposable | undefined;
  let closing = false;
  const waiting = new Set<() => void>();

  // Every failure is seen by the command that failed; this says why where a connection was refused.
  let lastRefusal: unknown;
  client.on("error", (error: unknown) => {
    lastRefusal = error;
  });
  client.on("close", () => failed(lastRefusal ?? new Error("closed")));
  client.connect().catch((error: unknown) => failed(error));

  function failed(error: unknown): void {
    failures += 1;
    const why = whyAway(whyAway(error) === "it does not answer" ? (lastRefusal ?? error) : error);
    if (state.kind === "ready" && !closing) log.warn({ why }, "the shared store is away");
    state = { kind: "away", why };
  }

  async function attempt(script: string, keys: readonly string[], args: readonly (string | number)[] = []): Promise<unknown> {
    try {
      return await client.eval(script, keys.length, ...keys, ...args);
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  async function checkVersion(): Promise<void> {
    try {
      version = requireVersion(await client.info("server"));
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  let settledAt = -1;
  async function beatOnce(beat: Beat): Promise<void> {
    const at = failures;
    if (settledAt !== at) {
      await checkVersion();
      await beat.settle(attempt);
      if (failures !== at) return;
      settledAt = at;
    }
    await beat.beat(attempt, () => failures === at);
    if (failures !== at) return;
    lastRefusal = undefined;
    lastReadyElapsed = clock.elapsed();
    lastReadyMs = clock.now();
    if (state.kind === "away") log.info({ version }, "the shared store is there");
    state = { kind: "ready" };
    for (const go of waiting) go();
  }

  function schedule(beat: Beat): void {
    if (closing) return;
    timer = clock.after(BEAT_MS, () => {
      beatOnce(beat)
        .catch((error: unknown) => failed(error))
        .finally(() => {
          if (state.kind === "away" && clock.elapsed() - lastReadyElapsed > LEASE_MS) beat.away();
          schedule(beat);
        });
    });
  }

  const isReady = (): boolean => state.kind === "ready";
  const awayError = (cause?: unknown): Error =>
    commonErrors.SHARED_STORE_AWAY({ retry_after_s: SHARED_STORE_RETRY_S }, { cause });

  function waitForIt(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        waiting.delete(done);
        late[Symbol.dispose]();
        resolve();
      };
      const late = clock.after(graceMs, done);
      waiting.add(done);
    });
  }

  return {
    isReady,
    unsettle() {
      failures += 1;
    },
    awayError,
    async run(script, keys, args) {
      if (state.kind === "away") throw awayError();
      try {
        return await attempt(script, keys, args);
      } catch (error) {
        throw awayError(error);
      }
    },
    async admitNew() {
      if (!isReady()) await waitForIt();
      if (!isReady()) throw awayError();
    },
    health: () => ({
      ok: isReady(),
      detail: state.kind === "ready" ? `Redis ${version}, shared with the owner's other nodes` : `the shared Redis: ${state.why}`,
      last_success: lastReadyMs === undefined ? null : new Date(lastReadyMs).toISOString(),
    }),
    start(beat) {
      beatOnce(beat)
        .catch((error: unknown) => failed(error))
        .finally(() => schedule(beat));
    },
    async [Symbol.asyncDispose]() {
      closing = true;
      timer?.[Symbol.dispose]();
      for (const go of waiting) go();
      client.disconnect();
    },
  };
}
