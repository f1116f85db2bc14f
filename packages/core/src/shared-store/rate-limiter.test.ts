import { createTestClock } from "@lucid/foundation/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryRateLimiter } from "./rate-limiter.ts";

function withClock() {
  const clock = createTestClock(1_000_000);
  return { clock, limiter: createMemoryRateLimiter({ clock }), pass: (ms: number) => clock.advance(ms) };
}

const tenAMinute = { perMinute: 10, burst: 10 };

describe("the rate limiter", () => {
  it("lets a burst through and says when the next call may come", () => {
    const { limiter, pass } = withClock();
    for (let left = 9; left >= 0; left--) {
      expect(limiter.take("a", tenAMinute)).toMatchObject({ allowed: true, limit: 10, remaining: left, retryAfterMs: 0 });
    }
    expect(limiter.take("a", tenAMinute)).toMatchObject({ allowed: false, remaining: 0, retryAfterMs: 6_000 });
    pass(6_000);
    expect(limiter.take("a", tenAMinute)).toMatchObject({ allowed: true, remaining: 0 });
  });

  it("does not count what it refuses", () => {
    const { limiter, pass } = withClock();
    for (let call = 0; call < 1_000; call++) limiter.take("a", tenAMinute);
    pass(60_000);
    expect(limiter.take("a", tenAMinute)).toMatchObject({ allowed: true, remaining: 9 });
  });

  it.each([-3_600_000, 3_600_000])("counts the time that passed when the clock is set by %d ms", (step) => {
    const { limiter, pass, clock } = withClock();
    for (let call = 0; call < 10; call++) limiter.take("a", tenAMinute);
    clock.setNow(clock.now() + step);
    expect(limiter.take("a", tenAMinute)).toMatchObject({ allowed: false, retryAfterMs: 6_000 });
    pass(6_000);
    expect(limiter.take("a", tenAMinute)).toMatchObject({ allowed: true, resetAtMs: clock.now() + 60_000 });
  });

  it("counts every key for itself", () => {
    const { limiter } = withClock();
    for (let call = 0; call < 11; call++) limiter.take("a", tenAMinute);
    expect(limiter.take("b", tenAMinute)).toMatchObject({ allowed: true, remaining: 9 });
  });

  it("tells when nothing counts any more", () => {
    const { limiter } = withClock();
    limiter.take("a", tenAMinute);
    expect(limiter.take("a", tenAMinute)).toMatchObject({ resetAtMs: 1_012_000 });
  });

  it("allows in no stretch of time more than the burst and what came back during it", () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 30 }), (waits, perMinute, burst) => {
        const { limiter, pass } = withClock();
        const allowedAt: number[] = [];
        let at = 0;
        for (const wait of waits) {
          pass(wait);
          at += wait;
          const { allowed } = limiter.take("a", { perMinute, burst });
          if (allowed) allowedAt.push(at);
        }
        for (const [first, from] of allowedAt.entries()) {
          for (let last = first; last < allowedAt.length; last++) {
            const stretchMs = (allowedAt[last] ?? 0) - from;
            expect(last - first + 1).toBeLessThanOrEqual(burst + (stretchMs * perMinute) / 60_000 + 1e-3);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
