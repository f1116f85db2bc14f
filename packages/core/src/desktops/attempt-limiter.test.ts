import { expect, it } from "vitest";

import { createAttemptLimiter } from "./attempt-limiter.ts";

const manualClock = () => {
  let nowMs = 1_000_000;
  return {
    clock: { now: () => nowMs, after: () => ({ [Symbol.dispose]: () => undefined }) },
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};

it("locks for a minute at the fifth wrong password within a minute", () => {
  const { clock, pass } = manualClock();
  const limiter = createAttemptLimiter({ clock });
  for (let attempt = 0; attempt < 4; attempt++) expect(limiter.fail()).toBeUndefined();
  expect(limiter.isLocked()).toBe(false);
  expect(limiter.fail()).toBe(clock.now() + 60_000);
  expect(limiter.isLocked()).toBe(true);
  pass(60_000);
  expect(limiter.isLocked()).toBe(false);
});

it("forgets wrong passwords after a minute", () => {
  const { clock, pass } = manualClock();
  const limiter = createAttemptLimiter({ clock });
  for (let attempt = 0; attempt < 20; attempt++) {
    expect(limiter.fail()).toBeUndefined();
    pass(15_001);
  }
});
