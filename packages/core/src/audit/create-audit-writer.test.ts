import { createRegistry } from "@lucid/foundation";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createAuditMetrics } from "./audit.metrics.ts";
import { createAuditWriter } from "./create-audit-writer.ts";
import type { AuditCalls, AuditHost } from "./store/audit-store.ts";
import { openTestStore } from "./testing/open-test-audit.ts";

type Batch = AuditCalls["append"]["ask"];

/** A real store behind a host that refuses, or that answers only when it is told to. */
function openWriter() {
  const clock = createTestClock();
  const store = openTestStore();
  const batches: Batch[] = [];
  let failure: "before" | "after" | undefined;
  let gate: Promise<void> = Promise.resolve();
  const host: AuditHost = {
    async ask(name, ask) {
      await gate;
      if (name === "append") batches.push(ask as Batch);
      if (failure === "before") throw new Error("no room");
      const answer = store[name](ask as never);
      if (failure === "after") throw new Error("gone");
      return answer;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  let ids = 0;
  const randomness = { uuid: () => `0198c0de-0000-4000-8000-${(++ids).toString().padStart(12, "0")}` };
  const metrics = createAuditMetrics(createRegistry());
  const writer = createAuditWriter({ clock, randomness, log: silentLog, host, metrics });
  const actions = () =>
    store
      .list({ filter: {}, limit: 100 })
      .entries.map(({ content }) => (JSON.parse(content) as { action: string }).action)
      .toReversed();
  return {
    clock,
    store,
    writer,
    batches,
    actions,
    write: (...names: string[]) => {
      for (const action of names) writer.write({ action, outcome: "ok" });
    },
    fail: (how: "before" | "after" | undefined) => {
      failure = how;
    },
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

it("writes at once, and what comes while the disk is busy in one batch", async () => {
  const { writer, write, hold, batches, actions } = openWriter();
  const go = hold();
  write("a.1");
  await Promise.resolve();
  await Promise.resolve();
  write("a.2", "a.3");
  expect(writer.waiting()).toBe(3);
  go();
  await writer.flush();
  expect(batches.map(({ records }) => records.length)).toEqual([1, 2]);
  expect(actions()).toEqual(["a.1", "a.2", "a.3"]);
  expect(writer.lastWrittenMs()).toBeDefined();
});

it("keeps what the store does not take, and writes it in its order when it does again", async () => {
  const { writer, write, fail, clock, actions } = openWriter();
  fail("before");
  write("a.1");
  await expect.poll(() => writer.trouble()).toBe("no room");
  write("a.2");
  fail(undefined);
  clock.advance(1_000);
  await expect.poll(() => writer.waiting()).toBe(0);
  expect(actions()).toEqual(["a.1", "a.2"]);
  expect(writer.trouble()).toBeUndefined();
});

it("writes nothing twice that was written when the answer was lost", async () => {
  const { writer, write, fail, clock, actions, store } = openWriter();
  fail("after");
  write("a.1");
  await expect.poll(() => writer.trouble()).toBe("gone");
  fail(undefined);
  write("a.2");
  clock.advance(1_000);
  await expect.poll(() => writer.waiting()).toBe(0);
  expect(actions()).toEqual(["a.1", "a.2"]);
  const { logId, size, head } = store.head(null);
  expect(store.check({ after: 0, hash: logId, limit: 10 })).toEqual({ checkedTo: size, hash: head });
});

it("counts what finds no room, and says so in the log", async () => {
  const { writer, write, fail, clock, actions, store } = openWriter();
  fail("before");
  write("a.0");
  await expect.poll(() => writer.trouble()).toBe("no room");
  for (let count = 1; count < 50_003; count += 1) writer.write({ action: "a.more", outcome: "ok" });
  expect(writer.waiting()).toBe(50_000);
  fail(undefined);
  clock.advance(1_000);
  await expect.poll(() => writer.waiting(), { timeout: 60_000 }).toBe(0);
  const [lost] = store.list({ filter: { action: "audit.entries_lost" }, limit: 1 }).entries;
  expect(JSON.parse(lost?.content ?? "")).toMatchObject({ details: { count: 3 }, severity: "critical" });
  expect(actions().length).toBe(100);
});

it("has everything on the disk when it has stopped", async () => {
  const { writer, write, actions } = openWriter();
  write("a.1", "a.2");
  await writer[Symbol.asyncDispose]();
  expect(actions()).toEqual(["a.1", "a.2"]);
});
