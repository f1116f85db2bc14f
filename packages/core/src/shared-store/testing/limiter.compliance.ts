import { expect, it } from "vitest";
import type { RateLimiter } from "../rate-limiter.ts";

export interface LimiterUnderTest extends AsyncDisposable {
  readonly limiter: RateLimiter;
  /** Lets time pass, or waits until it has. */
  pass(ms: number): Promise<void>;
}

const TEN = { perMinute: 60, burst: 10 };

/** What every rate limiter does, whatever it counts in. */
export function limiterCompliance(open: () => Promise<LimiterUnderTest>): void {
  it("lets a burst through, then refuses and says when the next call may come", async () => {
    await using test = await open();
    for (let left = 9; left >= 0; left -= 1) {
      expect(await test.limiter.take("a", TEN)).toMatchObject({ allowed: true, limit: 10, retryAfterMs: 0 });
    }
    const refused = await test.limiter.take("a", TEN);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(1_000);
    await test.pass(refused.retryAfterMs + 2);
    expect(await test.limiter.take("a", TEN)).toMatchObject({ allowed: true });
  });

  it("does not count what it refuses", async () => {
    await using test = await open();
    const one = { perMinute: 60, burst: 1 };
    const allowed = await test.limiter.take("a", one);
    expect(allowed.allowed).toBe(true);
    let last = allowed;
    for (let call = 0; call < 20; call += 1) last = await test.limiter.take("a", one);
    expect(last.retryAfterMs).toBeLessThanOrEqual(1_000);
    await test.pass(last.retryAfterMs + 2);
    expect(await test.limiter.take("a", one)).toMatchObject({ allowed: true });
  });

  it("counts every key for itself", async () => {
    await using test = await open();
    const slow = { perMinute: 1, burst: 2 };
    for (let call = 0; call < 3; call += 1) await test.limiter.take("a", slow);
    expect(await test.limiter.take("a", slow)).toMatchObject({ allowed: false });
    expect(await test.limiter.take("b", slow)).toMatchObject({ allowed: true, remaining: 1 });
  });
}
