import { createTestClock } from "@lucid/foundation/testing";
import type { ChunkStore, SealedChunk, Sealer } from "@lucid/pipeline";
import { describe, expect, it } from "vitest";
import { createProbe } from "../ground/index.ts";
import { watchRecording } from "./recording-health.ts";

type SealRequest = Parameters<Sealer["seal"]>[0];
const request = {} as SealRequest;

/** A watched sealer and store; `fail` makes the next chunks fail in the workers. */
function watch(workers = 2) {
  const clock = createTestClock();
  let failure: Error | undefined;
  const gauges = { active: 0, waiting: 0, activeBytes: 0, maxActiveBytes: 1, waitingBytes: 0, restarts: 0, sealed: 0, workers };
  const sealer: Sealer = {
    seal: () => (failure ? Promise.reject(failure) : Promise.resolve({} as SealedChunk)),
    gauges: () => gauges,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const store = { put: async () => undefined } as Partial<ChunkStore> as ChunkStore;
  const disk = async () => ({ used_bytes: 0, free_bytes: 1_048_576, total_bytes: 2_097_152, health: "healthy" as const });
  const writes = createProbe(clock, () => Promise.reject(new Error("not asked for here")));
  return { ...watchRecording({ clock, store, sealer, disk, writes }), clock, fail: (error?: Error) => (failure = error) };
}

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

describe("the pipeline", () => {
  it("worked when it last sealed a chunk, and does not where the last one failed", async () => {
    const { sealer, health, clock, fail } = watch();
    expect((await health()).pipeline).toEqual({ ok: true, detail: "2 workers", last_success: null });
    await sealer.seal(request);
    clock.advance(1_000);
    fail(new Error("SEAL_FAILED"));
    await expect(sealer.seal(request)).rejects.toThrow("SEAL_FAILED");
    expect((await health()).pipeline).toMatchObject({ ok: false, last_success: at(0) });
    fail();
    await sealer.seal(request);
    expect((await health()).pipeline).toEqual({ ok: true, detail: "2 workers", last_success: at(1_000) });
  });

  it("does not take a chunk that nobody wanted any more for a failure", async () => {
    const { sealer, health, fail } = watch();
    const gone = new AbortController();
    gone.abort();
    fail(new Error("aborted"));
    await expect(sealer.seal(request, gone.signal)).rejects.toThrow("aborted");
    expect((await health()).pipeline).toMatchObject({ ok: true });
  });

  it("does not work without workers", async () => {
    expect((await watch(0).health()).pipeline).toMatchObject({ ok: false, detail: "0 workers" });
  });
});

it("figures tell how long chunks take to the disk, and when one was last sealed", async () => {
  const { sealer, store, figures, clock } = watch();
  expect(figures()).toEqual({ lastSealed: null, meanChunkMs: 0 });
  for (const ms of [10, 30]) {
    const sealing = sealer.seal(request);
    clock.advance(ms);
    await sealing;
    const storing = store.put("0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3", 0, new Uint8Array(1));
    clock.advance(5);
    await storing;
  }
  expect(figures()).toEqual({ lastSealed: at(45), meanChunkMs: 25 });
});

it("storage worked when a chunk was last stored", async () => {
  const { store, health } = watch();
  await store.put("0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3", 0, new Uint8Array(1));
  expect((await health()).storage).toEqual({ ok: true, detail: "can be written", last_success: at(0) });
});
