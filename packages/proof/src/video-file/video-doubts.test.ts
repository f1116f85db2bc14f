import { buildTestVideoSession } from "@lucid/testkit";
import { expect, it } from "vitest";
import { createVideoDoubts } from "./video-doubts.ts";

const { manifest } = buildTestVideoSession("video doubts", { chunks: 2 }).session.manifest;

/** What is said of a chunk that plays for so many seconds, after another one of a millisecond less. */
function played(seconds: bigint) {
  const doubts = createVideoDoubts({ ...manifest, recorder: { ...manifest.recorder, width: 64, height: 64 } }, 1_000);
  const shown = { width: 64, height: 64, coded: { width: 64, height: 64 }, pictures: 1 };
  doubts.add({ ...shown, index: 0, ticks: seconds * 1_000n - 1n });
  doubts.add({ ...shown, index: 1, ticks: seconds * 1_000n });
  return doubts.list().map((doubt) => "playedMs" in doubt && doubt.playedMs);
}

it("says how long a video plays exactly, and beyond what a number holds that it is so much", () => {
  expect(played(100n)).toEqual([199_999]);
  expect(played(4_503_599_627_370n)).toEqual([9_007_199_254_739_999]);
  expect(played(2n ** 60n)).toEqual([Number.MAX_SAFE_INTEGER]);
});
