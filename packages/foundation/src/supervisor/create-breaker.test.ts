import { expect, it } from "vitest";
import { createTestClock } from "../testing/test-clock.ts";
import { createBreaker } from "./create-breaker.ts";

const OPTIONS = { restarts: 5, windowMs: 60_000, firstPauseMs: 100, longestPauseMs: 1_000 };

it("doubles the pause up to the longest, and grants no more than the budget", () => {
  const breaker = createBreaker(createTestClock(), OPTIONS);
  expect(Array.from({ length: 6 }, () => breaker.ended(0))).toEqual([100, 200, 400, 800, 1_000, undefined]);
});

it("counts the ends of the last minute only, whatever the time of day becomes", () => {
  const clock = createTestClock();
  const breaker = createBreaker(clock, OPTIONS);
  for (let end = 0; end < 5; end += 1) breaker.ended(0);
  clock.setNow(0);
  clock.advance(59_999);
  clock.setNow(Date.UTC(2030, 0, 1));
  expect(breaker.ended(0)).toBeUndefined();
  clock.advance(1);
  expect(breaker.ended(0)).toBe(1_000);
});

it("begins with the shortest pause again after work, which does not buy more restarts", () => {
  const breaker = createBreaker(createTestClock(), OPTIONS);
  const pauses = Array.from({ length: 6 }, () => {
    breaker.worked();
    return breaker.ended(0);
  });
  expect(pauses).toEqual([100, 100, 100, 100, 100, undefined]);
});

it("takes a run that lasted a whole window for one that worked", () => {
  const clock = createTestClock();
  const breaker = createBreaker(clock, OPTIONS);
  expect([breaker.ended(0), breaker.ended(0)]).toEqual([100, 200]);
  clock.advance(60_000);
  expect(breaker.ended(60_000)).toBe(100);
});

it("grants one try when asked, and the whole budget once that has worked", () => {
  const breaker = createBreaker(createTestClock(), { ...OPTIONS, restarts: 1 });
  breaker.ended(0);
  expect(breaker.ended(0)).toBeUndefined();
  breaker.tryOnce();
  expect(breaker.ended(0)).toBeUndefined();
  breaker.tryOnce();
  breaker.worked();
  expect([breaker.ended(0), breaker.ended(0)]).toEqual([100, undefined]);
});

it("never gives up without a budget's limit", () => {
  const breaker = createBreaker(createTestClock(), { ...OPTIONS, restarts: Number.POSITIVE_INFINITY });
  expect(Array.from({ length: 2_000 }, () => breaker.ended(0)).at(-1)).toBe(1_000);
});
