import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createRedisLimiter } from "./redis-limiter.ts";

const TWO = { perMinute: 60, burst: 2 };

/** Of a store that answers each call as `answers` say: allowed or not. */
function limiterOf(answers: readonly boolean[]) {
  let asked = 0;
  let ready = true;
  const limiter = createRedisLimiter({
    clock: createTestClock(),
    keyOf: (name) => name,
    link: {
      isReady: () => ready,
      run: async () => [answers[asked++] === true ? 1 : 0, 2_000_000],
    },
  });
  const allowed = async () => (await limiter.take("a", TWO)).allowed;
  return { allowed, asked: () => asked, away: () => (ready = false) };
}

it("does not count in the node what the store refuses", async () => {
  const { allowed, away } = limiterOf([false, false, false]);
  expect([await allowed(), await allowed(), await allowed()]).toEqual([false, false, false]);
  away();
  expect([await allowed(), await allowed(), await allowed()]).toEqual([true, true, false]);
});

it("does not count in the store what the node refuses", async () => {
  const { allowed, asked } = limiterOf([true, true, true]);
  expect([await allowed(), await allowed(), await allowed()]).toEqual([true, true, false]);
  expect(asked()).toBe(2);
});
