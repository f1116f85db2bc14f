import { createSeededRandom, createTestClock, createTestSupervisor } from "@lucid/foundation/testing";
import type { ChunkEntry } from "@lucid/proof";
import { expect, it } from "vitest";
import type { DisplayCapture } from "../capture/display-capture.ts";
import { createSealer } from "../sealer/create-sealer.ts";
import { createMemoryChunkStore } from "../store/create-memory-chunk-store.ts";
import { createSimulatedCapture } from "../testing/simulated-capture.ts";
import { createTestLog, pass } from "../testing/test-fixtures.ts";
import { startRecorder } from "./start-recorder.ts";

it("stores what was recorded when the capture does not end, and nothing that it hands over later", async () => {
  const clock = createTestClock(1_763_600_000_000);
  const pictures = createSimulatedCapture(clock, createSeededRandom("pictures"));
  const endless: DisplayCapture = {
    startVideo: (settings, handlers) => ({
      ...pictures.startVideo(settings, handlers),
      [Symbol.asyncDispose]: () => Promise.reject(new Error("The worker does not answer")),
    }),
  };
  const entries: ChunkEntry[] = [];
  await using sealer = createSealer();
  const log = createTestLog();
  const starting = startRecorder(
    { clock, log, supervisor: createTestSupervisor(clock), sealer, store: createMemoryChunkStore(), capture: endless },
    { sessionId: "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3", dataKey: new Uint8Array(32), codec: "none" },
    { onChunk: (entry) => void entries.push(entry) },
  );
  for (let slice = 0; slice < 20; slice += 1) await pass(clock, 200);
  const recorder = await starting;
  const summary = await recorder.stop();
  expect(summary).toMatchObject({ chunks: 1, lostChunks: 0 });
  expect(entries).toHaveLength(1);
  expect(log.lines.filter((line) => line.includes("did not end cleanly"))).toHaveLength(1);
  const taken = pictures.delivered.length;
  for (let slice = 0; slice < 150; slice += 1) await pass(clock, 200);
  expect(pictures.delivered.length).toBeGreaterThan(taken);
  expect(entries).toHaveLength(1);
  await recorder[Symbol.asyncDispose]();
});
