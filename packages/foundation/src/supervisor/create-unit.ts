import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { createBreaker } from "./create-breaker.ts";
import type { Run, Unit, UnitEnd, UnitOptions, UnitState } from "./unit.ts";

/** A program that needs more than this in a minute is broken, and going on would only hide it. */
const RESTARTS = 5;
const WINDOW_MS = 60_000;
/** Not noticed by a person, and enough for a port or a socket to become free. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** Everything that is started here is up in 2 s, on a small machine under load in a few. What takes longer hangs. */
const START_MS = 20_000;

export interface UnitDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly onRestart: (kind: string) => void;
  readonly onFailed: (kind: string) => void;
  readonly onStopped: (id: number) => void;
}

export interface StartedUnit {
  readonly unit: Unit;
  /** Resolves when the first run is up; rejects when it does not come up, after which there is no second. */
  readonly ready: Promise<void>;
}

/** Starts the first run at once. `wanted` aborts that start, and has no meaning later. */
export function createUnit<Exit>(deps: UnitDeps, id: number, options: UnitOptions<Exit>, wanted?: AbortSignal): StartedUnit {
  const { clock } = deps;
  const { kind, name, reportsWork = false, restarts: budget = RESTARTS, startMs = START_MS } = options;
  const { longestPauseMs = LONGEST_PAUSE_MS } = options;
  const breaker = createBreaker(clock, { restarts: budget, windowMs: WINDOW_MS, firstPauseMs: FIRST_PAUSE_MS, longestPauseMs });
  const stopping = new AbortController();
  const first = Promise.withResolvers<void>();
  let state: UnitState = "starting";
  let since = clock.elapsed();
  let restarts = 0;
  let succeededAt: number | undefined;
  let run: Run<Exit> | undefined;
  let wake = Promise.withResolvers<void>();
  let stopped: Promise<void> | undefined;

  const isStopped = (): boolean => stopping.signal.aborted;
  const log = (level: keyof Log, data: object = {}): void =>
    deps.log[level]({ unit: kind, name, state, restarts, ...data }, "a unit changed its state");

  function enter(next: UnitState): void {
    state = next;
    since = clock.elapsed();
    if (next === "running" && !reportsWork) succeededAt = since;
  }

  function tell(listener: ((end: UnitEnd<Exit>) => void) | undefined, end: UnitEnd<Exit>): void {
    try {
      listener?.(end);
    } catch (cause) {
      deps.log.error({ err: cause, unit: kind, name }, "a unit's listener failed");
    }
  }

  /** Sleeps until the time is over, somebody asks, or the unit is stopped. */
  async function sleep(ms: number): Promise<void> {
    wake = Promise.withResolvers();
    using _timer = ms === Number.POSITIVE_INFINITY ? undefined : clock.after(ms, wake.resolve);
    await wake.promise;
  }

  async function start(signals: readonly AbortSignal[]): Promise<Run<Exit>> {
    const late = new AbortController();
    using _limit = clock.after(startMs, () => late.abort(new Error(`${kind} did not start within ${startMs} ms`)));
    return await options.start(AbortSignal.any([stopping.signal, late.signal, ...signals]), unit);
  }

  /** One run from its start to its end. */
  async function runOnce(...signals: readonly AbortSignal[]): Promise<UnitEnd<Exit>> {
    enter("starting");
    log("debug");
    let next: Run<Exit>;
    try {
      next = await start(signals);
    } catch (cause) {
      return { kind: "not-started", cause };
    }
    if (isStopped()) {
      // Stopped while it started: nobody else knows of it yet.
      await next[Symbol.asyncDispose]();
      return { kind: "not-started", cause: stopping.signal.reason };
    }
    run = next;
    enter("running");
    log(restarts > 0 ? "info" : "debug");
    first.resolve();
    const exit = await next.exited;
    run = undefined;
    return { kind: "exited", exit };
  }

  async function live(): Promise<void> {
    let end = await runOnce(...(wanted ? [wanted] : []));
    if (end.kind === "not-started") return first.reject(end.cause);
    while (!isStopped()) {
      const pauseMs = breaker.ended(end.kind === "exited" ? clock.elapsed() - since : 0);
      if (pauseMs === undefined) await fail(end);
      else await wait(end, pauseMs);
      if (isStopped()) return;
      restarts += 1;
      deps.onRestart(kind);
      tell(options.onRestart, end);
      end = await runOnce();
    }
  }

  async function wait(end: UnitEnd<Exit>, pauseMs: number): Promise<void> {
    enter("waiting");
    log("warn", { pauseMs, ...describeEnd(end) });
    await sleep(pauseMs);
  }

  async function fail(end: UnitEnd<Exit>): Promise<void> {
    enter("failed");
    log("error", describeEnd(end));
    deps.onFailed(kind);
    const asked = sleep(Number.POSITIVE_INFINITY);
    tell(options.onFailed, end);
    await asked;
    breaker.tryOnce();
  }

  async function stop(): Promise<void> {
    enter("stopped");
    log("debug");
    stopping.abort(new Error(`${kind} was stopped`));
    wake.resolve();
    try {
      await run?.[Symbol.asyncDispose]();
      await living;
    } finally {
      deps.onStopped(id);
    }
  }

  const onClock = (elapsed: number): number => clock.now() - (clock.elapsed() - elapsed);
  const unit: Unit = {
    status: () => ({
      ...{ id, kind, name, state, restarts, sinceMs: onClock(since) },
      lastSuccessMs: succeededAt === undefined ? null : onClock(succeededAt),
      measuredBy: reportsWork ? "work" : "running",
    }),
    worked() {
      succeededAt = clock.elapsed();
      breaker.worked();
    },
    retry() {
      if (state === "waiting" || state === "failed") wake.resolve();
    },
    [Symbol.asyncDispose]: () => (stopped ??= stop()),
  };
  const living = live();
  return { unit, ready: first.promise };
}

function describeEnd(end: UnitEnd<unknown>): object {
  const what = end.kind === "exited" ? end.exit : end.cause;
  return what instanceof Error ? { err: what } : { exit: what };
}
