import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createAttemptLimiter } from "./attempt-limiter.ts";

it("locks for a minute at the fifth wrong password within a minute", () => {
  const clock = createTestClock();
  const limiter = createAttemptLimiter({ clock });
  for (let attempt = 0; attempt < 4; attempt++) expect(limiter.fail()).toBeUndefined();
  expect(limiter.isLocked()).toBe(false);
  expect(limiter.fail()).toBe(clock.now() + 60_000);
  expect(limiter.isLocked()).toBe(true);
  clock.advance(60_000);
  expect(limiter.isLocked()).toBe(false);
});

it("forgets wrong passwords after a minute", () => {
  const clock = createTestClock();
  const limiter = createAttemptLimiter({ clock });
  for (let attempt = 0; attempt < 20; attempt++) {
    expect(limiter.fail()).toBeUndefined();
    clock.advance(15_001);
  }
});
