import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import type { ClockMark } from "./clock-marks.ts";
import { createSteadyTime } from "./create-steady-time.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function marked(clock: ReturnType<typeof createTestClock>, boot: ClockMark["boot"]): ClockMark {
  return { boot, steadyMs: clock.now(), wallMs: clock.now(), aheadMs: 0, heldMs: 0 };
}

it("goes on with the time that passes, whatever is done to the clock, and tells the time of day as the clock has it", () => {
  const clock = createTestClock();
  const time = createSteadyTime(clock, undefined);
  const startedMs = clock.now();
  clock.setNow(startedMs - HOUR);
  clock.advance(1_000);
  expect(time.now()).toBe(startedMs + 1_000);
  expect(time.toWall(time.now() + 5)).toBe(clock.now() + 5);
});

it("is in whole milliseconds, though the machine counts finer", () => {
  const clock = createTestClock();
  const time = createSteadyTime(clock, undefined);
  clock.advance(1.75);
  expect(Number.isInteger(time.now()) && Number.isInteger(time.toWall(time.now()))).toBe(true);
});

it.each([-HOUR, HOUR, 3_650 * DAY])("goes on over a restart while the clock is set by %d ms", (step) => {
  const clock = createTestClock();
  const mark = marked(clock, clock.sinceBoot?.());
  clock.advance(5_000);
  clock.setNow(clock.now() + step);
  expect(createSteadyTime(clock, mark).now()).toBe(mark.steadyMs + 5_000);
});

it.each([
  ["never goes back", -HOUR, 0],
  ["counts the time that it was off", HOUR, HOUR],
  ["counts no more than eight days", 3_650 * DAY, 8 * DAY],
])("of a machine that was off %s", (_name, step, counted) => {
  const clock = createTestClock();
  const mark = marked(clock, { boot: "another", ms: 0 });
  clock.setNow(clock.now() + step);
  expect(createSteadyTime(clock, mark).now()).toBe(mark.steadyMs + counted);
});
