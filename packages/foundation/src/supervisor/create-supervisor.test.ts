import { setImmediate } from "node:timers/promises";
import { Registry } from "prom-client";
import { expect, it, vi } from "vitest";
import type { Log } from "../log.ts";
import { createTestClock } from "../testing/test-clock.ts";
import { createSupervisor } from "./create-supervisor.ts";
import type { Run, UnitEnd, UnitOptions } from "./unit.ts";

/** A program that ends when it is told to. */
function fakeRun(onEnd: () => void = () => undefined): Run<number> & { end(code: number): void; isEnded(): boolean } {
  const exit = Promise.withResolvers<number>();
  let isEnded = false;
  const end = (code: number): void => {
    if (!isEnded) onEnd();
    isEnded = true;
    exit.resolve(code);
  };
  return { exited: exit.promise, end, isEnded: () => isEnded, [Symbol.asyncDispose]: async () => end(0) };
}

function open() {
  const clock = createTestClock(Date.UTC(2026, 0, 1));
  const lines: object[] = [];
  const keep = (level: keyof Log) => (data: object, message: string) => void lines.push({ ...data, level, message });
  const log: Log = { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") };
  const metrics = new Registry();
  const supervisor = createSupervisor({ clock, log, metrics });
  const runs: ReturnType<typeof fakeRun>[] = [];
  const options: UnitOptions<number> = {
    kind: "program",
    name: "one",
    start: async () => {
      const run = fakeRun();
      runs.push(run);
      return run;
    },
  };
  /** Everything that is under way comes to its next wait; then time passes. */
  const pass = async (ms: number): Promise<void> => {
    await setImmediate();
    clock.advance(ms);
    await setImmediate();
  };
  const endLast = async (): Promise<void> => {
    runs.at(-1)?.end(1);
    await setImmediate();
  };
  return { clock, lines, metrics, supervisor, runs, options, pass, endLast };
}

it("starts what ended again after a pause that doubles", async () => {
  const { options, pass, runs, supervisor, endLast } = open();
  const onRestart = vi.fn<(end: UnitEnd<number>) => void>();
  await using unit = await supervisor.start({ ...options, onRestart });
  expect(unit.status()).toMatchObject({ state: "running", restarts: 0 });
  await endLast();
  expect(unit.status()).toMatchObject({ state: "waiting" });
  await pass(99);
  expect(onRestart).not.toHaveBeenCalled();
  await pass(1);
  expect(unit.status()).toMatchObject({ state: "running", restarts: 1 });
  expect(onRestart.mock.calls).toEqual([[{ kind: "exited", exit: 1 }]]);
  await endLast();
  await pass(199);
  expect(runs).toHaveLength(2);
  await pass(1);
  expect(runs).toHaveLength(3);
});

it("has failed at the sixth end within a minute, and waits to be asked", async () => {
  const { options, pass, runs, supervisor, endLast, metrics } = open();
  const onFailed = vi.fn<(end: UnitEnd<number>) => void>();
  await using unit = await supervisor.start({ ...options, onFailed });
  for (let end = 0; end < 6; end += 1) {
    await endLast();
    await pass(5_000);
  }
  expect(unit.status()).toMatchObject({ state: "failed", restarts: 5 });
  expect(onFailed.mock.calls).toEqual([[{ kind: "exited", exit: 1 }]]);
  await pass(3_600_000);
  expect(runs).toHaveLength(6);
  expect(await metrics.metrics()).toContain('lucid_supervisor_units{kind="program",state="failed"} 1');
  expect(await metrics.metrics()).toContain('lucid_supervisor_restarts_total{kind="program"} 5');
  expect(await metrics.metrics()).toContain('lucid_supervisor_failures_total{kind="program"} 1');
});

it("gives a failed unit one try when asked, and its whole budget once that has worked", async () => {
  const { options, pass, runs, supervisor, endLast } = open();
  await using unit = await supervisor.start({ ...options, restarts: 1 });
  await endLast();
  await pass(100);
  await endLast();
  expect(unit.status().state).toBe("failed");
  expect(supervisor.retry(unit.status().id)).toBe(true);
  await pass(0);
  expect(unit.status().state).toBe("running");
  await endLast();
  expect(unit.status().state).toBe("failed");
  unit.retry();
  await pass(0);
  unit.worked();
  await endLast();
  await pass(100);
  expect(unit.status().state).toBe("running");
  expect(runs).toHaveLength(5);
  expect(supervisor.retry(99)).toBe(false);
});

it("starts at once what is asked for while it waits, and does nothing more when the pause is over", async () => {
  const { options, pass, runs, supervisor, endLast } = open();
  await using unit = await supervisor.start(options);
  unit.retry();
  await endLast();
  unit.retry();
  await pass(0);
  expect(unit.status().state).toBe("running");
  await pass(60_000);
  expect(runs).toHaveLength(2);
});

it("ends for good at the first end when it has no budget", async () => {
  const { options, pass, runs, supervisor, endLast } = open();
  const onFailed = vi.fn<() => void>();
  await using _unit = await supervisor.start({ ...options, restarts: 0, onFailed });
  await endLast();
  await pass(60_000);
  expect(onFailed).toHaveBeenCalledOnce();
  expect(runs).toHaveLength(1);
});

it("throws what the first start threw, and leaves nothing", async () => {
  const { options, pass, supervisor } = open();
  const start = vi.fn<() => Promise<Run<number>>>().mockRejectedValue(new Error("missing"));
  await expect(supervisor.start({ ...options, start })).rejects.toThrow("missing");
  await pass(60_000);
  expect(start).toHaveBeenCalledOnce();
  expect(supervisor.units()).toEqual([]);
});

it("takes a later start that throws for an end", async () => {
  const { options, pass, supervisor } = open();
  const first = fakeRun();
  const missing = new Error("missing");
  const start = vi.fn<() => Promise<Run<number>>>().mockResolvedValueOnce(first).mockRejectedValue(missing);
  const onFailed = vi.fn<(end: UnitEnd<number>) => void>();
  await using _unit = await supervisor.start({ ...options, start, onFailed });
  first.end(1);
  for (let end = 0; end < 6; end += 1) await pass(5_000);
  expect(start).toHaveBeenCalledTimes(6);
  expect(onFailed.mock.calls).toEqual([[{ kind: "not-started", cause: missing }]]);
});

it("gives up a start that takes too long, or that its caller no longer wants", async () => {
  const { options, pass, supervisor } = open();
  const start = (signal: AbortSignal) =>
    new Promise<Run<number>>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
  const late = supervisor.start({ ...options, start, startMs: 2_000 });
  await Promise.all([expect(late).rejects.toThrow("program did not start within 2000 ms"), pass(2_000)]);
  const giveUp = new AbortController();
  const unwanted = supervisor.start({ ...options, start }, giveUp.signal);
  giveUp.abort(new Error("not wanted"));
  await expect(unwanted).rejects.toThrow("not wanted");
  await expect(supervisor.start({ ...options, start }, giveUp.signal)).rejects.toThrow("not wanted");
  expect(supervisor.units()).toEqual([]);
});

it("does not let its caller's signal touch a later start", async () => {
  const { options, pass, supervisor, endLast } = open();
  const wanted = new AbortController();
  const start = vi.fn<UnitOptions<number>["start"]>((signal, self) => {
    signal.throwIfAborted();
    return options.start(signal, self);
  });
  await using unit = await supervisor.start({ ...options, start }, wanted.signal);
  wanted.abort();
  await pass(60_000);
  await endLast();
  await pass(100);
  expect(unit.status().state).toBe("running");
});

it("ends a run that comes up after it was stopped", async () => {
  const { options, pass, supervisor } = open();
  const first = fakeRun();
  const second = fakeRun();
  const starting = Promise.withResolvers<Run<number>>();
  const start = vi.fn<UnitOptions<number>["start"]>().mockResolvedValueOnce(first).mockReturnValueOnce(starting.promise);
  const unit = await supervisor.start({ ...options, start });
  first.end(1);
  await pass(100);
  expect(unit.status().state).toBe("starting");
  const stopped = unit[Symbol.asyncDispose]();
  expect(start.mock.calls[1]?.[0].aborted).toBe(true);
  expect(unit.status().state).toBe("stopped");
  starting.resolve(second);
  await stopped;
  expect(second.isEnded()).toBe(true);
  expect(supervisor.units()).toEqual([]);
});

it.each(["waiting", "failed", "running"] as const)("starts nothing again once it was stopped while %s", async (state) => {
  const { options, pass, runs, supervisor, endLast } = open();
  const unit = await supervisor.start({ ...options, restarts: state === "failed" ? 0 : 5 });
  if (state !== "running") await endLast();
  expect(unit.status().state).toBe(state);
  await Promise.all([unit[Symbol.asyncDispose](), unit[Symbol.asyncDispose]()]);
  unit.retry();
  await pass(60_000);
  expect(runs.map((run) => run.isEnded())).toEqual([true]);
  expect(unit.status().state).toBe("stopped");
});

it("can be stopped by the listener that hears of its failure, and outlives one that throws", async () => {
  const { options, pass, supervisor, endLast } = open();
  const stopping = Promise.withResolvers<void>();
  const stopped = await supervisor.start({
    ...options,
    restarts: 0,
    onFailed: () => void stopped[Symbol.asyncDispose]().then(stopping.resolve),
  });
  await endLast();
  await stopping.promise;
  const onRestart = (): void => {
    throw new Error("a fault of the listener");
  };
  await using unit = await supervisor.start({ ...options, onRestart });
  await endLast();
  await pass(100);
  expect(unit.status().state).toBe("running");
});

it("tells health since when, and when a unit last succeeded, by time that cannot be set", async () => {
  const { clock, options, pass, supervisor, endLast } = open();
  const began = clock.now();
  await using working = await supervisor.start({ ...options, name: "working", reportsWork: true });
  await using _silent = await supervisor.start({ ...options, name: "silent" });
  expect(supervisor.units()).toEqual([
    {
      id: 1,
      kind: "program",
      name: "working",
      state: "running",
      sinceMs: began,
      restarts: 0,
      lastSuccessMs: null,
      measuredBy: "work",
    },
    {
      ...{ id: 2, kind: "program", name: "silent", state: "running", sinceMs: began, restarts: 0 },
      ...{ lastSuccessMs: began, measuredBy: "running" },
    },
  ]);
  await pass(1_000);
  working.worked();
  await pass(500);
  clock.setNow(began + 86_400_000);
  expect(working.status()).toMatchObject({ sinceMs: began + 86_398_500, lastSuccessMs: began + 86_399_500 });
  await endLast();
  expect(supervisor.units()[1]).toMatchObject({ state: "waiting", lastSuccessMs: began + 86_398_500 });
});

it("logs each change of state", async () => {
  const { lines, options, pass, supervisor, endLast } = open();
  const unit = await supervisor.start({ ...options, restarts: 1 });
  await endLast();
  await pass(100);
  await endLast();
  await unit[Symbol.asyncDispose]();
  const unitLine = { unit: "program", name: "one", message: "a unit changed its state" };
  expect(lines).toMatchObject([
    { ...unitLine, level: "debug", state: "starting" },
    { ...unitLine, level: "debug", state: "running" },
    { ...unitLine, level: "warn", state: "waiting", pauseMs: 100, exit: 1 },
    { ...unitLine, level: "debug", state: "starting" },
    { ...unitLine, level: "info", state: "running", restarts: 1 },
    { ...unitLine, level: "error", state: "failed", exit: 1 },
    { ...unitLine, level: "debug", state: "stopped" },
  ]);
});

it("stops what is left, the newest first, also after one that cannot be ended, and starts nothing more", async () => {
  const { options, supervisor } = open();
  const ended: string[] = [];
  const named = (name: string): UnitOptions<number> => ({ ...options, name, start: async () => fakeRun(() => ended.push(name)) });
  await supervisor.start(named("first"));
  const gone = await supervisor.start(named("gone"));
  await supervisor.start({
    ...options,
    start: async () => ({ ...fakeRun(), [Symbol.asyncDispose]: () => Promise.reject(new Error("it will not end")) }),
  });
  await supervisor.start(named("last"));
  await gone[Symbol.asyncDispose]();
  await expect(supervisor[Symbol.asyncDispose]()).rejects.toThrow("it will not end");
  expect(ended).toEqual(["gone", "last", "first"]);
  await expect(supervisor.start(options)).rejects.toThrow("the supervisor is stopped");
  expect(supervisor.units()).toEqual([]);
});
