import { type Clock, describeFailure, type Randomness } from "@lucid/foundation";
import type { Logger } from "pino";
import type { NodeLogMetrics } from "./node-log.metrics.ts";
import type { LogHost } from "./store/log-store.ts";

export interface LogKeeper extends AsyncDisposable {
  take(line: string): void;
  /** Resolves when what was taken before is kept, or cannot be. */
  flush(): Promise<void>;
  /** Why the last try to keep lines failed; undefined while it works. */
  trouble(): string | undefined;
  lastKeptMs(): number | undefined;
}

/** Lines wait so long for others: one transaction for what a moment brings. */
const GATHER_MS = 200;
const MAX_BATCH = 1_000;
/** Lines that wait for a store that cannot write: some 8 MB. What comes then is lost, counted, and told of in the log. */
const MAX_WAITING = 20_000;
const RETRY_MS = 5_000;

/** Hands the lines of the log to the store, some at a time. It never holds up who logs. */
export function createLogKeeper({
  clock,
  randomness,
  log,
  host,
  metrics,
}: {
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly log: Logger;
  readonly host: LogHost;
  readonly metrics: NodeLogMetrics;
}): LogKeeper {
  let waiting: string[] = [];
  let lost = 0;
  let under: { readonly batch: string; readonly lines: readonly string[] } | undefined;
  let trouble: string | undefined;
  let keptMs: number | undefined;
  let writing: Promise<void> | undefined;
  let timer: Disposable | undefined;
  let isClosed = false;

  function nextBatch() {
    if (lost > 0) waiting.push(lossLine(clock.now(), lost));
    lost = 0;
    const lines = waiting.slice(0, MAX_BATCH);
    waiting = waiting.slice(lines.length);
    return { batch: randomness.uuid(), lines };
  }

  /** A batch whose answer did not arrive is sent again as it was: the store passes over what it has. */
  async function writeAll(): Promise<void> {
    timer?.[Symbol.dispose]();
    timer = undefined;
    while (under !== undefined || waiting.length > 0) {
      under ??= nextBatch();
      try {
        const { kept } = await host.ask("append", { ...under, nowMs: clock.now() });
        metrics.kept.inc(kept);
        under = undefined;
        trouble = undefined;
        keptMs = clock.now();
      } catch (error) {
        const isNew = trouble === undefined;
        trouble = error instanceof Error ? error.message : String(error);
        if (isNew) log.warn({ failure: describeFailure(error) }, "the node's log cannot be kept");
        if (!isClosed) timer = clock.after(RETRY_MS, start);
        return;
      }
    }
  }

  function start(): void {
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
  }

  return {
    take(line) {
      if (waiting.length >= MAX_WAITING) {
        lost += 1;
        metrics.lost.inc();
        return;
      }
      waiting.push(line);
      if (writing === undefined && trouble === undefined) timer ??= clock.after(GATHER_MS, start);
    },
    async flush() {
      while ((under !== undefined || waiting.length > 0) && trouble === undefined) {
        start();
        await writing;
      }
    },
    trouble: () => trouble,
    lastKeptMs: () => keptMs,
    async [Symbol.asyncDispose]() {
      isClosed = true;
      timer?.[Symbol.dispose]();
      await writing;
      start();
      await writing;
    },
  };
}

/** As pino writes a line. */
const lossLine = (time: number, count: number): string =>
  JSON.stringify({ level: 50, time, part: "log", count, msg: "lines of this log were lost: they could not be kept" });
