import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createSessionLimits } from "./session-limits.ts";

const START = 1_790_000_000_000;

function openLimits(change: Partial<Parameters<typeof createSessionLimits>[1]> = {}) {
  const clock = createTestClock(START);
  const reached: string[] = [];
  let aheadMs = 0;
  const limits = createSessionLimits(
    clock,
    { durationMs: 10_000, idleMs: 60_000, grantEndsAtMs: START + 3_600_000, recordNow: () => clock.now() + aheadMs, ...change },
    (limit) => reached.push(limit),
  );
  const setClock = (ms: number): void => clock.setNow(clock.now() + ms);
  /** The clock is set back, and the record goes on as if nothing had happened. */
  const setBack = (ms: number): void => {
    setClock(-ms);
    aheadMs += ms;
  };
  return { clock, limits, reached, setClock, setBack };
}

it("ends a session once, when it has lasted long enough", () => {
  const { clock, reached } = openLimits();
  clock.advance(9_999);
  expect(reached).toEqual([]);
  clock.advance(3_600_000);
  expect(reached).toEqual(["duration"]);
});

it("measures how long it lasted, whatever the time of day is set to", () => {
  const { clock, reached, setClock } = openLimits({ durationMs: 600_000, idleMs: 900_000 });
  setClock(-86_400_000);
  clock.advance(599_000);
  expect(reached).toEqual([]);
  clock.advance(1_000);
  expect(reached).toEqual(["duration"]);
});

it("ends a session nobody is connected to, and counts from the last one who left", () => {
  const { clock, limits, reached } = openLimits({ durationMs: 3_600_000, idleMs: 30_000 });
  clock.advance(29_000);
  limits.setOccupied(true);
  clock.advance(600_000);
  limits.setOccupied(false);
  clock.advance(20_000);
  limits.setOccupied(false);
  clock.advance(9_000);
  expect(reached).toEqual([]);
  clock.advance(1_000);
  expect(reached).toEqual(["idle"]);
});

it("ends a session before its grant does, also when the time of day jumps there", () => {
  const early = openLimits({ durationMs: 86_400_000, idleMs: 86_400_000, grantEndsAtMs: START + 60_000 });
  early.clock.advance(54_000);
  expect(early.reached).toEqual([]);
  early.clock.advance(1_000);
  expect(early.reached).toEqual(["grant"]);
  const jumped = openLimits();
  jumped.setClock(86_400_000);
  jumped.clock.advance(1_000);
  expect(jumped.reached).toEqual(["grant"]);
});

it("ends a session before its record outlasts the grant, where the clock went ahead and was set back", () => {
  const { clock, reached, setClock, setBack } = openLimits({ durationMs: 86_400_000, idleMs: 86_400_000 });
  setClock(1_800_000);
  clock.advance(60_000);
  setBack(1_800_000);
  clock.advance(1_730_000);
  expect(reached).toEqual([]);
  clock.advance(10_000);
  expect(reached).toEqual(["grant"]);
});

it("says nothing of a session that ended otherwise", () => {
  const { clock, limits, reached } = openLimits();
  limits[Symbol.dispose]();
  limits.setOccupied(false);
  clock.advance(86_400_000);
  expect(reached).toEqual([]);
});
