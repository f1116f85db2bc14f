import { setImmediate } from "node:timers/promises";
import { SessionPolicy } from "@lucid/contract";
import { createTestSupervisor, silentLog } from "@lucid/foundation/testing";
import { openChunk, RECORD, readRecords } from "@lucid/identity";
import { createMemoryChunkStore, createSealer } from "@lucid/pipeline";
import type { ChunkEntry } from "@lucid/proof";
import { createFakeDesktops, createNodeTime } from "@lucid/testkit/node";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import type { Desktop } from "../../desktops/index.ts";
import { scripted } from "../../desktops/testing/desktop-samples.ts";
import { STARTED_AT, sessionRecord } from "../testing/session-fixtures.ts";
import { startLiveSession } from "./live-session.ts";

/** A session whose desktop may be another one than the fake, and what was stored of it. */
async function openLive(changed: (desktop: Desktop) => Desktop = (desktop) => desktop) {
  const stack = new AsyncDisposableStack();
  const time = createNodeTime(STARTED_AT);
  const desktops = createFakeDesktops(time);
  const supervisor = createTestSupervisor(time.clock);
  const opening = { dataDirectory: "/nowhere", encoder: { name: "libx264", ffmpeg: "none" }, captureProgram: "none" } as const;
  const opener = await desktops.open({ metrics: new Registry(), supervisor }, opening);
  const sealer = stack.use(createSealer());
  const store = createMemoryChunkStore();
  const entries: ChunkEntry[] = [];
  const recording = { keystrokes: true, on_loss: "freeze" } as const;
  const record = sessionRecord({ policy: SessionPolicy.parse({ recording }) });
  const dataKey = new Uint8Array(32).fill(7);
  const live = await startLiveSession(
    {
      ...{ clock: time.clock, log: silentLog, supervisor, sealer, store },
      host: {
        templates: new Map([["desktop", scripted("true")]]),
        async startDesktop(options) {
          const desktop = await opener.startDesktop(options);
          // Once whoever asked for the desktop has it, and before there is a picture.
          void setImmediate().then(() => desktops.type());
          return changed(desktop);
        },
      },
    },
    {
      ...{ record, dataKey, directory: "/nowhere", signal: new AbortController().signal },
      decide: () => ({
        ...{ effect: "allow", because: "terms", policy_id: null, policy_version: null, rule_id: null, request_id: null },
      }),
      rdp: { address: "127.0.0.1", fromPort: 1, toPort: 2 },
    },
    {
      planRow: () => undefined,
      storeRow: (entry) => void entries.push(entry),
      onStored: async () => undefined,
      onChange: () => undefined,
      onEnd: (end, reason) => expect.fail(`${end}: ${reason.code}`),
    },
  );
  return { live, time, desktops, store, entries, record, dataKey, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("says how much was stored also when the desktop does not end cleanly", async () => {
  await using test = await openLive((desktop) => ({
    ...desktop,
    async [Symbol.asyncDispose]() {
      await desktop[Symbol.asyncDispose]();
      throw new Error("The folder could not be removed");
    },
  }));
  await test.time.pass(2);
  expect(await test.live.stop()).toMatchObject({ chunks: 1, lostChunks: 0 });
  expect(test.entries).toHaveLength(1);
});

it("says that its desktop's network does not answer, until it does", async () => {
  let tell: Parameters<Desktop["onEvent"]>[0] = () => expect.fail("nobody listens");
  await using test = await openLive((desktop) => ({
    ...desktop,
    onEvent(listener) {
      tell = listener;
      return desktop.onEvent(listener);
    },
  }));
  const said = [test.live.view().isNetworkSilent];
  for (const answers of [false, true]) {
    tell({ type: "network-changed", atMs: test.time.clock.now(), answers });
    said.push(test.live.view().isNetworkSilent);
  }
  expect(said).toEqual([false, true, false]);
  await test.live.stop();
});

it("has nothing to follow once all is recorded, and refuses nobody, while its desktop is still closing", async () => {
  const closing = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  await using test = await openLive((desktop) => ({
    ...desktop,
    async [Symbol.asyncDispose]() {
      await desktop[Symbol.asyncDispose]();
      closing.resolve();
      await closed.promise;
    },
  }));
  await test.time.pass(2);
  const { signal } = new AbortController();
  expect(test.live.recorder.follow({}, signal)).toBeDefined();
  const stopped = test.live.stop();
  await closing.promise;
  expect(test.live.recorder.follow({}, signal)).toBeUndefined();
  closed.resolve();
  await stopped;
});

it("records input with its client, also what came before the recorder ran", async () => {
  await using test = await openLive();
  const { live, time, desktops, store, entries, record, dataKey } = test;
  const { startedAtMs } = live.recorder.status();
  await time.pass(2);
  desktops.type();
  await time.pass(2);
  await live.stop();

  const containers = await Promise.all(entries.map(({ index }) => store.get(record.sessionId, index)));
  const events = containers
    .flatMap((container) => readRecords(openChunk(container ?? new Uint8Array(), dataKey)))
    .filter(({ type }) => type === RECORD.events)
    .flatMap(({ bytes }) => new TextDecoder().decode(bytes).trimEnd().split("\n"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const key = { type: "key", client: 0, character: "a" };
  expect(events).toMatchObject([true, false, true, false].map((pressed) => ({ ...key, pressed })));
  expect(events[0]?.["t"]).toBe(startedAtMs);
});

it("counts a pause in which the clock was set back as long as it was, and says how far it was set", async () => {
  const hour = 3_600_000;
  await using test = await openLive();
  const { live, time, entries } = test;
  await time.pass(2);
  await live.pause("lunch", () => undefined);
  time.clock.setNow(time.clock.now() - hour);
  await time.pass(30);
  const resuming = live.resume(() => undefined);
  await time.pass(2);
  await resuming;
  await time.pass(2);
  await live.stop();
  const [first, second] = entries;
  const gap = second?.gap_before;
  expect(gap).toMatchObject({ kind: "paused", code: null, note: "lunch", data: { step_ms: -hour } });
  expect(gap?.from_ms).toBe(first?.ended_at_ms);
  const lastedMs = (second?.started_monotonic_ms ?? 0) - (first?.ended_monotonic_ms ?? 0);
  expect((gap?.to_ms ?? 0) - (gap?.from_ms ?? 0)).toBe(lastedMs);
  expect(lastedMs).toBeGreaterThanOrEqual(30_000);
  expect(lastedMs).toBeLessThan(40_000);
});

it("is neither paused nor resumed where that cannot be noted", async () => {
  await using test = await openLive();
  const { live, time } = test;
  const full = (): void => {
    throw new Error("database or disk is full");
  };
  await time.pass(2);
  await Promise.all([expect(live.pause("lunch", full)).rejects.toThrow("full"), time.pass(2)]);
  expect(live.recorder.status().state).toBe("recording");
  expect(live.view().openGap).toBeNull();
  await live.pause("lunch", () => undefined);
  await Promise.all([expect(live.resume(full)).rejects.toThrow("full"), time.pass(2)]);
  expect(live.recorder.status()).toMatchObject({ state: "paused", reason: "lunch" });
  expect(live.view().openGap).toMatchObject({ kind: "paused" });
  await live.stop();
});

it("shows a pause where the record has it after the clock was set back", async () => {
  await using test = await openLive();
  const { live, time, entries } = test;
  await time.pass(2);
  time.clock.setNow(time.clock.now() - 3_600_000);
  await time.pass(2);
  await live.pause("lunch", () => undefined);
  const { openGap } = live.view();
  await live.stop();
  const endedAtMs = entries.at(-1)?.ended_at_ms ?? 0;
  expect(openGap?.from_ms).toBeGreaterThanOrEqual(endedAtMs);
  expect(openGap?.from_ms).toBeLessThan(endedAtMs + 10_000);
});
