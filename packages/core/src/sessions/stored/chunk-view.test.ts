import { expect, it } from "vitest";
import { OPEN_END, viewGap } from "./chunk-view.ts";

const HOUR = 3_600_000;

it("shows the end of a gap that is over, also where that is ahead of a clock that was set back, and none of one that goes on", () => {
  const gap = { kind: "paused", code: null, data: { step_ms: -HOUR }, note: "lunch" } as const;
  const from_ms = Date.now() + HOUR;
  const shown = { kind: "paused", from: new Date(from_ms).toISOString() };
  expect(viewGap({ ...gap, from_ms, to_ms: from_ms + 1_000 })).toMatchObject({
    ...shown,
    to: new Date(from_ms + 1_000).toISOString(),
  });
  expect(viewGap({ ...gap, from_ms, to_ms: OPEN_END })).toMatchObject({ ...shown, to: null });
});
