import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createAttemptLimiter } from "./attempt-limiter.ts";

it("answers wrong passwords late for a minute after the fifth wrong password within a minute", () => {
  const clock = createTestClock();
  const limiter = createAttemptLimiter({ clock });
  for (let attempt = 0; attempt < 4; attempt++) expect(limiter.fail()).toBeUndefined();
  expect([limiter.isLocked(), limiter.refusalDelayMs()]).toEqual([false, 0]);
  expect(limiter.fail()).toBe(clock.now() + 60_000);
  expect([limiter.isLocked(), limiter.refusalDelayMs()]).toEqual([true, 5_000]);
  clock.advance(60_000);
  expect([limiter.isLocked(), limiter.refusalDelayMs()]).toEqual([false, 0]);
});

it("does not lock for longer because of what is tried during a lock", () => {
  const clock = createTestClock();
  const limiter = createAttemptLimiter({ clock });
  for (let attempt = 0; attempt < 5; attempt++) limiter.fail();
  clock.advance(59_999);
  for (let attempt = 0; attempt < 5; attempt++) expect(limiter.fail()).toBeUndefined();
  clock.advance(1);
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
