import { Worker } from "node:worker_threads";
import { systemClock } from "@lucid/foundation";
import { createTestSupervisor } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import { spawnSealer } from "../testing/test-fixtures.ts";
import { createSealer } from "./create-sealer.ts";
import { openContainer, sealerCompliance, sealRequest, textChunk } from "./sealer.compliance.ts";
import { type SealerPoolOptions, startSealerPool } from "./start-sealer-pool.ts";

const startPool = (options: SealerPoolOptions = {}, spawn = spawnSealer) =>
  startSealerPool({ supervisor: createTestSupervisor(impatient), spawn }, { workers: 1, ...options });
/** Real time, but no pause before a restart. Its timers of a second and more are limits, which stay. */
const impatient = {
  ...systemClock,
  after: (delayMs: number, callback: () => void) => systemClock.after(delayMs > 1_000 ? delayMs : 0, callback),
};

describe("the sealer in the caller's thread", () => {
  sealerCompliance(async () => createSealer());
});
describe("the sealer in worker threads", () => {
  sealerCompliance(() => startPool({ workers: 2 }));
});

/** A worker that is ready, and dies at its first call. */
const dying = () =>
  new Worker(
    'const { parentPort } = require("node:worker_threads"); parentPort.on("message", () => process.exit(9)); parentPort.postMessage({ type: "ready" });',
    { eval: true },
  );

/** A worker that is ready, and never answers. */
const silent = () =>
  new Worker(
    'const { parentPort } = require("node:worker_threads"); parentPort.on("message", () => undefined); parentPort.postMessage({ type: "ready" });',
    { eval: true },
  );

/** A worker that is ready, and answers each call at once. */
const prompt = () =>
  new Worker(
    'const { parentPort } = require("node:worker_threads"); parentPort.on("message", ({ call }) => parentPort.postMessage({ type: "sealed", call, chunk: { plainSize: 100 } })); parentPort.postMessage({ type: "ready" });',
    { eval: true },
  );

/** The first `deaths` workers die at their first call, the later ones are real. */
function spawnAfter(deaths: number): () => Worker {
  let spawned = 0;
  return () => {
    spawned += 1;
    return spawned <= deaths ? dying() : spawnSealer();
  };
}

describe("the sealer pool", () => {
  it("seals a chunk again in a new worker when its worker died", async () => {
    await using pool = await startPool({}, spawnAfter(2));
    const chunk = await pool.seal(sealRequest(textChunk(40_000)));
    expect(openContainer(new Uint8Array(chunk.container), Buffer.alloc(32, 9)).plain.equals(textChunk(40_000))).toBe(true);
    expect(pool.gauges()).toMatchObject({ workers: 1, restarts: 2, sealed: 1, active: 0, activeBytes: 0, waitingBytes: 0 });
  });

  it("seals a chunk again in a new worker when its worker hangs", async () => {
    let spawned = 0;
    await using pool = await startPool({ sealMs: 2_000 }, () => (++spawned === 1 ? silent() : prompt()));
    await expect(pool.seal(sealRequest(textChunk(100)))).resolves.toMatchObject({ plainSize: 100 });
    expect(pool.gauges()).toMatchObject({ workers: 1, restarts: 1, sealed: 1 });
  });

  it("gives a chunk up after three workers died of it, and goes on with the next", async () => {
    await using pool = await startPool({}, spawnAfter(3));
    await expect(pool.seal(sealRequest(textChunk(100)))).rejects.toMatchObject({ code: "LUCID_PIPELINE_ERR_4512" });
    await expect(pool.seal(sealRequest(textChunk(100)))).resolves.toMatchObject({ plainSize: 100 });
  });

  it("stops replacing workers that keep dying", async () => {
    await using pool = await startPool({}, spawnAfter(1_000));
    const calls = await Promise.allSettled(Array.from({ length: 8 }, () => pool.seal(sealRequest(textChunk(100)))));
    expect(
      calls.filter((call) => call.status === "rejected" && (call.reason as { code: string }).code === "LUCID_PIPELINE_ERR_4511"),
    ).not.toHaveLength(0);
    expect(pool.gauges()).toMatchObject({ workers: 0, waiting: 0, waitingBytes: 0, restarts: 10 });
    await expect(pool.seal(sealRequest(textChunk(100)))).rejects.toMatchObject({ code: "LUCID_PIPELINE_ERR_4511" });
  });

  it("keeps the bytes in its workers under the limit and finishes everything", async () => {
    await using pool = await startPool({ workers: 2, maxActiveBytes: 100_000 });
    const calls = Array.from({ length: 6 }, (_, index) => pool.seal(sealRequest(textChunk(60_000), { index })));
    expect(pool.gauges()).toMatchObject({ active: 1, activeBytes: 60_000, waiting: 5, waitingBytes: 300_000 });
    expect((await Promise.all(calls)).map((chunk) => chunk.plainSize)).toEqual(Array.from({ length: 6 }, () => 60_000));
  });

  it("takes a single chunk larger than the limit", async () => {
    await using pool = await startPool({ maxActiveBytes: 1_000 });
    await expect(pool.seal(sealRequest(textChunk(60_000)))).resolves.toMatchObject({ plainSize: 60_000 });
  });

  it("forgets a waiting chunk whose caller gave up, with its bytes untouched", async () => {
    await using pool = await startPool();
    const first = pool.seal(sealRequest(textChunk(500_000)));
    const giveUp = new AbortController();
    const plain = textChunk(100);
    const second = pool.seal(sealRequest(plain), giveUp.signal);
    giveUp.abort(new Error("given up"));
    await expect(second).rejects.toThrow("given up");
    await first;
    expect(Buffer.from(plain).equals(Buffer.from(textChunk(100)))).toBe(true);
    expect(pool.gauges()).toMatchObject({ sealed: 1, waiting: 0 });
  });

  it("rejects what waits and what runs when it is disposed", async () => {
    const pool = await startPool({}, silent);
    const calls = Promise.allSettled([pool.seal(sealRequest(textChunk(100))), pool.seal(sealRequest(textChunk(100)))]);
    await pool[Symbol.asyncDispose]();
    for (const call of await calls)
      expect(call).toMatchObject({ status: "rejected", reason: { code: "LUCID_PIPELINE_ERR_4511" } });
  });

  it("does not start when its workers cannot", async () => {
    await expect(startPool({}, () => new Worker("process.exit(3)", { eval: true }))).rejects.toThrow("did not start");
  });
});
