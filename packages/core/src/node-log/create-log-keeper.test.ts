import { createRegistry, hostHere } from "@lucid/foundation";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createLogKeeper } from "./create-log-keeper.ts";
import { createLogTap } from "./create-log-tap.ts";
import { createNodeLogMetrics } from "./node-log.metrics.ts";
import type { LogCalls, LogHost } from "./store/log-store.ts";
import { openLogStore } from "./store/open-log-store.ts";

const line = (msg: string): string => JSON.stringify({ level: 30, time: Date.UTC(2026, 0, 1), msg });

/** A real store behind a host that refuses, or whose answers get lost. */
function openKeeper() {
  const clock = createTestClock();
  const store = openLogStore({ path: ":memory:", keepDays: 30, keepBytes: 1e9 });
  const real = hostHere<LogCalls>(store);
  let failure: "before" | "after" | undefined;
  const host: LogHost = {
    async ask(name, ask) {
      if (failure === "before") throw new Error("no room");
      const answer = await real.ask(name, ask);
      if (failure === "after") throw new Error("gone");
      return answer;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  let ids = 0;
  const metrics = createNodeLogMetrics(createRegistry());
  const keeper = createLogKeeper({ clock, randomness: { uuid: () => String(++ids) }, log: silentLog, host, metrics });
  return {
    clock,
    keeper,
    metrics,
    fail: (how: typeof failure) => {
      failure = how;
    },
    messages: () => store.list({ filter: {}, limit: 200 }).entries.map(({ message }) => message),
  };
}

it("keeps lines in their order, by itself after a moment, and at the end at the latest", async () => {
  const { clock, keeper, messages } = openKeeper();
  keeper.take(line("one"));
  keeper.take(line("two"));
  clock.advance(200);
  await keeper.flush();
  expect(messages()).toEqual(["two", "one"]);
  keeper.take(line("three"));
  await keeper[Symbol.asyncDispose]();
  expect(messages()).toEqual(["three", "two", "one"]);
});

it.each(["before", "after"] as const)("keeps each line once where the store fails %s it wrote", async (how) => {
  const { clock, keeper, messages, fail } = openKeeper();
  fail(how);
  keeper.take(line("one"));
  await keeper.flush();
  expect(keeper.trouble()).toBeDefined();
  keeper.take(line("two"));
  fail(undefined);
  clock.advance(5_000);
  await expect.poll(() => keeper.trouble()).toBeUndefined();
  await keeper.flush();
  expect(messages()).toEqual(["two", "one"]);
});

it("counts what finds no room, and says so in the log", async () => {
  const { clock, keeper, metrics, messages, fail } = openKeeper();
  fail("before");
  for (let at = 0; at < 20_010; at += 1) keeper.take(line(`line ${at}`));
  await keeper.flush();
  expect((await metrics.lost.get()).values[0]?.value).toBe(10);
  fail(undefined);
  clock.advance(5_000);
  await expect.poll(() => keeper.trouble()).toBeUndefined();
  await keeper.flush();
  expect(messages()[0]).toBe("lines of this log were lost: they could not be kept");
});

it("shows lines to who follows from the first one on, and lets them on as they are", () => {
  const written: string[] = [];
  const tap = createLogTap({ write: (text) => void written.push(text) });
  tap.write("one");
  const seen: string[] = [];
  const following = tap.follow((text) => void seen.push(text));
  tap.write("two");
  following[Symbol.dispose]();
  tap.write("three");
  expect(written).toEqual(["one", "two", "three"]);
  expect(seen).toEqual(["one", "two"]);
});
