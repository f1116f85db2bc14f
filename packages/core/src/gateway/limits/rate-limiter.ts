import type { Clock } from "@lucid/foundation";
import type { RateLimit } from "./limits.ts";

export interface RateVerdict {
  readonly allowed: boolean;
  /** Calls that may be made at once by one who made none. */
  readonly limit: number;
  /** Calls that may be made now. */
  readonly remaining: number;
  /** Unix ms at which nothing counts any more. */
  readonly resetAtMs: number;
  /** Until the next call is allowed; 0 when it is now. */
  readonly retryAfterMs: number;
}

/** Counts calls per key. One machine counts in memory; several of one owner would share a store. */
export interface RateLimiter {
  take(key: string, limit: RateLimit): RateVerdict | Promise<RateVerdict>;
}

/** Keys remembered at most. One costs about 150 bytes, so that strangers can take 15 MB and no more. */
const MAX_KEYS = 100_000;
/** Forgotten keys are looked for once in so many calls: often enough to stay small, seldom enough to cost nothing. */
const SWEEP_EVERY = 10_000;

/**
 * A window that slides with every call (generic cell rate algorithm, ITU-T I.371 annex A): per key it keeps
 * one moment, the one at which everything counted so far will have drained at `perMinute`.
 */
export function createMemoryRateLimiter(deps: { readonly clock: Clock }): RateLimiter {
  const drainedAtMs = new Map<string, number>();
  let calls = 0;

  function sweep(nowMs: number): void {
    for (const [key, at] of drainedAtMs) if (at <= nowMs) drainedAtMs.delete(key);
    // Still too many: the longest known go first. A flood of new addresses can free others, never lock them out.
    for (const key of drainedAtMs.keys()) {
      if (drainedAtMs.size <= MAX_KEYS) break;
      drainedAtMs.delete(key);
    }
  }

  return {
    take(key, { perMinute, burst }) {
      const nowMs = deps.clock.now();
      if (++calls % SWEEP_EVERY === 0) sweep(nowMs);
      const costMs = 60_000 / perMinute;
      const fullMs = costMs * burst;
      const before = Math.max(drainedAtMs.get(key) ?? nowMs, nowMs);
      const after = before + costMs;
      // The rounding of many additions must not take the last call of a full burst away.
      const allowed = after - nowMs <= fullMs + 1e-6 * fullMs;
      if (allowed) drainedAtMs.set(key, after);
      const drained = allowed ? after : before;
      return {
        allowed,
        limit: burst,
        remaining: Math.max(0, Math.floor((fullMs - (drained - nowMs)) / costMs + 1e-6)),
        resetAtMs: drained,
        retryAfterMs: allowed ? 0 : Math.max(1, after - nowMs - fullMs),
      };
    },
  };
}
