import { expect, it } from "vitest";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { createRecordingService } from "./create-recording-service.ts";

const service = createRecordingService({
  sealer: { gauges: () => expect.fail() },
  store: { usage: async () => ({ chunks: 7, bytes: 1, freeBytes: 1, totalBytes: 3 }), sessions: async () => ["one", "two"] },
  disk: async () => ({ total_bytes: 3, used_bytes: 2, free_bytes: 1, health: "healthy" }),
  figures: () => expect.fail(),
});

it("counts the whole node's sessions and chunks only for those who watch over it", async () => {
  expect(await service.storage(undefined, testCaller("user", []))).toMatchObject({ session_count: null, chunk_count: null });
  expect(await service.storage(undefined, testCaller("user", ["view_system_metrics"]))).toMatchObject({
    session_count: 2,
    chunk_count: 7,
  });
});
