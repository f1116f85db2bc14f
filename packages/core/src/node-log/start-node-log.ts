import type { LogEntry } from "@lucid/contract";
import { describeFailure, hostHere, startStoreThread } from "@lucid/foundation";
import type { Area } from "../calls/index.ts";
import { type Ground, unusable } from "../ground/index.ts";
import { createLogFinder } from "./create-log-finder.ts";
import { createLogKeeper } from "./create-log-keeper.ts";
import type { LogLines } from "./create-log-tap.ts";
import { createNodeLogMetrics } from "./node-log.metrics.ts";
import { recentLines } from "./recent-lines.ts";
import type { LogCalls, LogHost } from "./store/log-store.ts";
import { openLogStore } from "./store/open-log-store.ts";

export interface NodeLogOptions {
  readonly keepDays: number;
  readonly keepMib: number;
  /** File that a worker with the store runs; without one the store is in this thread, which is enough for a test. */
  readonly program?: string | undefined;
}

/** A host whose log does not pass by has nothing to keep. */
const NOWHERE = ":memory:";
const MIB = 1_048_576;
/** What comes sweeps by itself: this is for a node that has nothing to say. */
const SWEEP_MS = 3_600_000;

export interface NodeLogArea extends Area {
  /** What somebody needs of the log to find a problem, oldest first. */
  recent(): Promise<readonly LogEntry[]>;
}

/** Where the node's own log is kept, beside where it goes anyway, so that it can be searched. */
export async function startNodeLog(
  ground: Pick<Ground, "clock" | "randomness" | "log" | "metrics" | "supervisor" | "folder" | "every">,
  lines: LogLines | undefined,
  { keepDays, keepMib, program }: NodeLogOptions,
): Promise<NodeLogArea> {
  const { folder, metrics, clock, log, every } = ground;
  const store = { path: lines ? folder.file("log.db") : NOWHERE, keepDays, keepBytes: keepMib * MIB };
  async function open(): Promise<LogHost> {
    try {
      if (program === undefined) return hostHere<LogCalls>(openLogStore(store));
      return await startStoreThread<LogCalls>(ground, { kind: "log", name: "log", program, data: store });
    } catch (cause) {
      throw unusable(folder.path, cause, "log.db");
    }
  }
  await using starting = new AsyncDisposableStack();
  const host = starting.use(await open());
  const keeper = starting.use(createLogKeeper({ ...ground, host, metrics: createNodeLogMetrics(metrics) }));
  if (lines) starting.use(lines.follow(keeper.take));
  const sweep = (): Promise<unknown> =>
    host.ask("sweep", clock.now()).catch((error: unknown) => log.warn({ failure: describeFailure(error) }, "old log lines stay"));
  starting.use(every(SWEEP_MS, () => void sweep()));
  const running = starting.move();

  return {
    services: {
      nodeLog: {
        async list({ before, limit, ...filter }) {
          await keeper.flush();
          const [{ entries, next }, parts] = await Promise.all([
            host.ask("list", { filter, before, limit }),
            host.ask("parts", null),
          ]);
          return { entries: [...entries] satisfies LogEntry[], next, parts: [...parts], keep_days: keepDays };
        },
      },
    },
    finder: createLogFinder(host, keeper),
    async recent() {
      await keeper.flush();
      return await recentLines((ask) => host.ask("list", ask));
    },
    health() {
      const trouble = keeper.trouble();
      const last = keeper.lastKeptMs();
      return {
        log: {
          ok: trouble === undefined,
          optional: true,
          detail: trouble === undefined ? "is kept" : `the node's log cannot be kept: ${trouble}`,
          last_success: last === undefined ? null : new Date(last).toISOString(),
        },
      };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
