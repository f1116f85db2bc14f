import { expect, it } from "vitest";
import type { RateLimit, RateLimiter, RateVerdict } from "../rate-limiter.ts";

export interface LimiterUnderTest extends AsyncDisposable {
  readonly limiter: RateLimiter;
  /** Lets time pass, or waits until it has. */
  pass(ms: number): Promise<void>;
}

/**
 * Milliseconds that were waited, as each refusal said, until a call was let through. Two counts of the same calls may differ by what
 * the calls took, those since `startedAt` among them: that is left out.
 */
async function soonAllowed(
  { limiter, pass }: LimiterUnderTest,
  limit: RateLimit,
  { refused, startedAt }: { readonly refused: RateVerdict; readonly startedAt: number },
): Promise<number> {
  let waitedMs = 0;
  for (let verdict = refused; !verdict.allowed; verdict = await limiter.take("a", limit)) {
    waitedMs += verdict.retryAfterMs + 2;
    await pass(verdict.retryAfterMs + 2);
  }
  return waitedMs - Math.max(0, performance.now() - startedAt - waitedMs);
}

const TEN = { perMinute: 60, burst: 10 };

/** What every rate limiter does, whatever it counts in. */
export function limiterCompliance(open: () => Promise<LimiterUnderTest>): void {
  it("lets a burst through, then refuses and says when the next call may come", async () => {
    await using test = await open();
    const startedAt = performance.now();
    for (let left = 9; left >= 0; left -= 1) {
      expect(await test.limiter.take("a", TEN)).toMatchObject({ allowed: true, limit: 10, retryAfterMs: 0 });
    }
    let refused = await test.limiter.take("a", TEN);
    // One more for each second that the calls themselves took.
    let more = 0;
    for (; refused.allowed; more += 1) refused = await test.limiter.take("a", TEN);
    expect(more).toBeLessThanOrEqual(Math.ceil((performance.now() - startedAt) / 1_000));
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(1_000);
    expect(await soonAllowed(test, TEN, { refused, startedAt })).toBeLessThan(1_500);
  });

  it("does not count what it refuses", async () => {
    await using test = await open();
    const one = { perMinute: 60, burst: 1 };
    const startedAt = performance.now();
    const allowed = await test.limiter.take("a", one);
    expect(allowed.allowed).toBe(true);
    let last = allowed;
    for (let call = 0; call < 20; call += 1) last = await test.limiter.take("a", one);
    expect(last.retryAfterMs).toBeLessThanOrEqual(1_000);
    expect(await soonAllowed(test, one, { refused: last, startedAt })).toBeLessThan(1_500);
  });

  it("counts every key for itself", async () => {
    await using test = await open();
    const slow = { perMinute: 1, burst: 2 };
    for (let call = 0; call < 3; call += 1) await test.limiter.take("a", slow);
    expect(await test.limiter.take("a", slow)).toMatchObject({ allowed: false });
    expect(await test.limiter.take("b", slow)).toMatchObject({ allowed: true, remaining: 1 });
  });
}
