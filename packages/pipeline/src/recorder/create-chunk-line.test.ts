import { pipelineErrors } from "@lucid/contract";
import { createTestClock } from "@lucid/foundation/testing";
import type { ChunkEntry } from "@lucid/proof";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { PlainChunk } from "../chunker/create-chunker.ts";
import { createSealer } from "../sealer/create-sealer.ts";
import type { Sealer } from "../sealer/sealer.ts";
import type { ChunkStore } from "../store/chunk-store.ts";
import { createMemoryChunkStore } from "../store/create-memory-chunk-store.ts";
import { createTestLog, pass } from "../testing/test-fixtures.ts";
import { createChunkLine } from "./create-chunk-line.ts";

const SESSION = "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3";

const chunk = (number: number, size = 100): PlainChunk => ({
  take: 0,
  startedAtMs: number * 1_000,
  endedAtMs: number * 1_000 + 1_000,
  startedMonotonicMs: number * 1_000,
  endedMonotonicMs: number * 1_000 + 1_000,
  keyframe: true,
  events: 0,
  gapBefore: null,
  plain: new Uint8Array(new SharedArrayBuffer(size)).fill(number + 1),
});

interface Parts {
  readonly sealer?: Sealer;
  readonly store?: ChunkStore;
  readonly onSealed?: (entry: ChunkEntry) => void;
  readonly onChunk?: (entry: ChunkEntry) => void | Promise<void>;
  readonly maxPendingBytes?: number;
}

function createLine(parts: Parts = {}) {
  const { sealer = createSealer(), store = createMemoryChunkStore(), onSealed, onChunk, maxPendingBytes = 1_000 } = parts;
  const clock = createTestClock();
  let finalHeight = 4;
  const entries: ChunkEntry[] = [];
  const reports: string[] = [];
  const line = createChunkLine(
    { clock, log: createTestLog(), sealer, store },
    {
      sessionId: SESSION,
      dataKey: new Uint8Array(32),
      codec: "none",
      suite: "aes-256-gcm",
      maxPendingBytes,
      clockErrorMs: () => 7,
      finalBlock: () => ({ height: finalHeight++, hash: "a".repeat(64) }),
    },
    {
      onSealed: (entry) => onSealed?.(entry),
      async onChunk(entry) {
        entries.push(entry);
        await onChunk?.(entry);
      },
      onTrouble: ({ code }) => void reports.push(`trouble ${code.slice(-4)}`),
      onBack: () => void reports.push("back"),
      onFailed: ({ code }) => void reports.push(`failed ${code.slice(-4)}`),
    },
  );
  return { line, clock, entries, reports, store };
}

/** A store whose disk answers when it is told to. */
function hangingStore() {
  const store = createMemoryChunkStore();
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const put: ChunkStore["put"] = async (...args) => {
    asked.resolve();
    await answered.promise;
    await store.put(...args);
  };
  return { store: { ...store, put }, asked: asked.promise, answer: answered.resolve };
}

/** A store that takes 40 ms for each chunk, meanwhile somebody sets the clock. */
function storeWhileClockIsSet(clock: () => ReturnType<typeof createTestClock>, stepMs: number): ChunkStore {
  const store = createMemoryChunkStore();
  const put: ChunkStore["put"] = (...args) => {
    clock().advance(40);
    clock().setNow(clock().now() + stepMs);
    return store.put(...args);
  };
  return { ...store, put };
}

/** A store that refuses this many puts with an error before it works. */
function refusingStore(times: number, error: () => Error): ChunkStore {
  const store = createMemoryChunkStore();
  let left = times;
  return { ...store, put: (...args) => (left-- > 0 ? Promise.reject(error()) : store.put(...args)) };
}

afterEach(() => void vi.useRealTimers());

describe("chunks on their way", () => {
  it.each([-3_600_000, 3_600_000])(
    "took as long as they took to store when the clock was set by %i ms meanwhile",
    async (stepMs) => {
      const { line, clock } = createLine({ store: storeWhileClockIsSet(() => clock, stepMs) });
      line.push(chunk(0));
      line.push(chunk(1));
      expect(await line.drain(10_000)).toBe(0);
      expect(line.counters).toMatchObject({ stored: 2, storageMs: 80 });
    },
  );

  it("are reported in order and only once they are stored", async () => {
    const store = createMemoryChunkStore();
    const { line, entries } = createLine({
      store,
      onChunk: async ({ index }) => expect(await store.get(SESSION, index)).toBeDefined(),
    });
    for (let number = 0; number < 20; number += 1) line.push(chunk(number));
    expect(await line.drain(1_000)).toBe(0);
    expect(entries.map(({ index, started_at_ms }) => [index, started_at_ms])).toEqual(
      Array.from({ length: 20 }, (_, index) => [index, index * 1_000]),
    );
    expect(entries[0]).toMatchObject({
      session_id: SESSION,
      clock_error_ms: 7,
      codec: "none",
      suite: "aes-256-gcm",
      plain_size: 100,
      size: 220,
    });
    expect(line.counters).toMatchObject({
      closed: 20,
      stored: 20,
      pendingChunks: 0,
      pendingBytes: 0,
      plainBytes: 2_000,
      retries: 0,
    });
  });

  it("are trouble when the disk does not answer for half a minute, however small they are, until it does", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { store, asked, answer } = hangingStore();
    const { line, reports, entries } = createLine({ store });
    line.push(chunk(0, 10));
    await asked;
    vi.advanceTimersByTime(29_999);
    expect(reports).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(reports).toEqual(["trouble 4505"]);
    expect(line.troubled).toBe(true);
    vi.useRealTimers();
    answer();
    await vi.waitFor(() => expect(reports).toEqual(["trouble 4505", "back"]));
    expect(entries).toHaveLength(1);
    expect(await line.drain(1_000)).toBe(0);
  });

  it("are no trouble any more where the session gave them up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { store, asked } = hangingStore();
    const { line, clock, reports } = createLine({ store });
    line.push(chunk(0, 10));
    await asked;
    const drained = line.drain(1_000);
    clock.advance(1_000);
    expect(await drained).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(reports).toEqual([]);
  });

  it("are told as what they will be before their file is there", async () => {
    const store = createMemoryChunkStore();
    const told: [ChunkEntry, number][] = [];
    let stored = 0;
    const counting = {
      ...store,
      put: (...args: Parameters<typeof store.put>) => store.put(...args).then(() => void (stored += 1)),
    };
    const { line, entries } = createLine({ store: counting, onSealed: (entry) => void told.push([entry, stored]) });
    for (let number = 0; number < 3; number += 1) line.push(chunk(number));
    expect(await line.drain(1_000)).toBe(0);
    expect(told).toEqual(entries.map((entry, index) => [entry, index]));
  });

  it("wait for the report of the one before", async () => {
    const first = Promise.withResolvers<void>();
    const { line, entries } = createLine({ onChunk: ({ index }) => (index === 0 ? first.promise : undefined) });
    line.push(chunk(0));
    line.push(chunk(1));
    await vi.waitFor(() => expect(entries).toHaveLength(1));
    expect(line.counters.pendingChunks).toBe(2);
    first.resolve();
    expect(await line.drain(1_000)).toBe(0);
    expect(entries).toHaveLength(2);
  });

  it("are given up neither when their report is under way at the deadline, nor are they taken after it", async () => {
    const reported = Promise.withResolvers<void>();
    const { line, clock, entries, store } = createLine({ onChunk: () => reported.promise });
    line.push(chunk(0));
    await vi.waitFor(() => expect(entries).toHaveLength(1));
    const drained = line.drain(500);
    await pass(clock, 500);
    expect(await drained).toBe(0);
    reported.resolve();
    const late = chunk(1);
    line.push(late);
    await pass(clock, 1_000);
    expect(late.plain.every((byte) => byte === 0)).toBe(true);
    expect(entries).toHaveLength(1);
    expect(await store.list(SESSION)).toHaveLength(1);
    expect(line.counters).toMatchObject({ closed: 1, pendingChunks: 0 });
  });

  it("are sealed again when sealing fails, up to five times in all", async () => {
    const real = createSealer();
    let calls = 0;
    const sealer: Sealer = {
      ...real,
      seal: (...args) => ((calls += 1) < 5 ? Promise.reject(pipelineErrors.SEALER_GONE()) : real.seal(...args)),
    };
    const { line, clock, entries, reports } = createLine({ sealer });
    line.push(chunk(0));
    for (const wait of [1_000, 2_000, 4_000, 8_000]) await pass(clock, wait);
    expect(await line.drain(1_000)).toBe(0);
    expect(entries).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  it("fail the session when they cannot be sealed at all", async () => {
    const sealer: Sealer = { ...createSealer(), seal: () => Promise.reject(pipelineErrors.SEAL_FAILED()) };
    const { line, clock, reports } = createLine({ sealer });
    line.push(chunk(0));
    for (const wait of [1_000, 2_000, 4_000, 8_000]) await pass(clock, wait);
    await vi.waitFor(() => expect(reports).toEqual(["failed 4512"]));
    expect(await line.drain(1_000)).toBe(1);
  });

  it("fail the session when nobody can take the report", async () => {
    const { line, reports } = createLine({ onChunk: () => Promise.reject(new Error("database is gone")) });
    line.push(chunk(0));
    await vi.waitFor(() => expect(reports).toEqual(["failed 4512"]));
  });
});

describe("a store that does not take chunks", () => {
  it("is complained about at once when it is full, and asked until it takes them", async () => {
    const { line, clock, entries, reports } = createLine({ store: refusingStore(3, () => pipelineErrors.STORE_FULL()) });
    line.push(chunk(0));
    await vi.waitFor(() => expect(reports).toEqual(["trouble 4501"]));
    expect(line.troubled).toBe(true);
    for (const wait of [1_000, 2_000, 4_000]) await pass(clock, wait);
    await vi.waitFor(() => expect(reports).toEqual(["trouble 4501", "back"]));
    expect(entries).toHaveLength(1);
    expect(line.counters.retries).toBe(3);
  });

  it("is not complained about for one bad moment", async () => {
    const { line, clock, reports } = createLine({ store: refusingStore(2, () => pipelineErrors.STORE_FAILED()) });
    line.push(chunk(0));
    for (const wait of [1_000, 2_000]) await pass(clock, wait);
    expect(await line.drain(1_000)).toBe(0);
    expect(reports).toEqual([]);
  });

  it("fails the session when it holds another chunk of this index", async () => {
    const store = createMemoryChunkStore();
    await store.put(SESSION, 0, Buffer.from("somebody else's"));
    const { line, reports } = createLine({ store });
    line.push(chunk(0));
    await vi.waitFor(() => expect(reports).toEqual(["failed 4504"]));
  });

  it("is complained about when it is so slow that memory runs out", async () => {
    const slow = Promise.withResolvers<void>();
    const memory = createMemoryChunkStore();
    const { line, reports } = createLine({
      store: { ...memory, put: async (...args) => slow.promise.then(() => memory.put(...args)) },
    });
    for (let number = 0; number < 11; number += 1) line.push(chunk(number));
    expect(reports).toEqual(["trouble 4505"]);
    slow.resolve();
    expect(await line.drain(1_000)).toBe(0);
    expect(reports).toEqual(["trouble 4505", "back"]);
  });

  it("is not heard any more once it was given up: the session is sealed by then", async () => {
    const slow = Promise.withResolvers<void>();
    const memory = createMemoryChunkStore();
    const put: ChunkStore["put"] = async (session, index, bytes) => {
      await slow.promise;
      await memory.put(session, index, bytes);
    };
    const { line, clock, entries } = createLine({ store: { ...memory, put } });
    line.push(chunk(0));
    const drained = line.drain(500);
    await pass(clock, 500);
    expect(await drained).toBe(1);
    slow.resolve();
    await vi.waitFor(async () => expect(await memory.get(SESSION, 0)).toBeDefined());
    await pass(clock, 1_000);
    expect(entries).toEqual([]);
    expect(line.counters.stored).toBe(0);
  });

  it("is given up at the deadline, with the plain bytes wiped", async () => {
    const never = { ...createMemoryChunkStore(), put: () => new Promise<void>(() => undefined) };
    const { line, clock } = createLine({ store: never });
    const last = chunk(1);
    line.push(chunk(0));
    line.push(last);
    const drained = line.drain(500);
    await pass(clock, 500);
    expect(await drained).toBe(2);
    expect(last.plain.every((byte) => byte === 0)).toBe(true);
  });
});
