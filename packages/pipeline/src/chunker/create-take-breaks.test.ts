import { expect, it } from "vitest";
import { clockStepped, recorderEnded, stalled } from "../recorder/gap-reasons.ts";
import { createTakeBreaks } from "./create-take-breaks.ts";

const set = (stepMs: number) => clockStepped({ stepMs, sleptMs: 0 });

it("gives no gap before a session's first take, nor before a chunk that goes on its take", () => {
  const breaks = createTakeBreaks();
  breaks.onRun(null);
  expect(breaks.take).toBe(-1);
  expect(breaks.onChunk(undefined, 1_000)).toBeNull();
  expect(breaks.onChunk(11_000, 11_000)).toBeNull();
  expect(breaks.take).toBe(0);
});

it("tells all that came out since the last chunk, what ended the run first", () => {
  const breaks = createTakeBreaks();
  breaks.onRun(null);
  breaks.onChunk(undefined, 0);
  breaks.setStalled(true);
  breaks.explainStall(stalled("display"));
  breaks.retime({ epochMs: 99, monotonicMs: 5_000, after: set(700) });
  breaks.onRun(recorderEnded);
  expect(breaks.isStalled).toBe(false);
  expect(breaks.onChunk(4_000, 9_000)).toEqual({
    ...{ kind: "recorder_lost", code: "recorder-ended", note: "", from_ms: 4_000, to_ms: 9_000 },
    data: { step_ms: 700, display_silent: 1 },
  });
  expect(breaks.take).toBe(1);
  expect(breaks.onChunk(9_500, 9_500)).toBeNull();
});

it("breaks a take off where the clock was set, and not before", () => {
  const breaks = createTakeBreaks();
  breaks.onRun(null);
  breaks.onChunk(undefined, 0);
  for (const [epochMs, monotonicMs] of [
    [10, 1_000],
    [20, 2_000],
    [30, 3_000],
  ] as const)
    breaks.retime({ epochMs, monotonicMs, after: set(epochMs) });
  expect(breaks.breakRetimed(999)).toBeUndefined();
  expect(breaks.onChunk(1, 1)).toBeNull();
  expect(breaks.breakRetimed(2_500)).toBe(20);
  expect(breaks.onChunk(2, 3)).toMatchObject({ code: "clock-set", data: { step_ms: 30 } });
  expect(breaks.breakRetimed(3_000)).toBe(30);
});
