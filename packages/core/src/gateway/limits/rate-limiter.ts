import type { Clock } from "@lucid/foundation";
import QuickLRU from "quick-lru";
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

/**
 * Keys remembered; the map holds up to twice as many. One costs about 150 bytes, so that strangers can take 15 MB
 * and no more. A flood of new addresses can free those who have not called since, never lock them out.
 */
const KEYS = 50_000;

/**
 * A window that slides with every call (generic cell rate algorithm, ITU-T I.371 annex A): per key it keeps
 * one moment, the one at which everything counted so far will have drained at `perMinute`.
 */
export function createMemoryRateLimiter(deps: { readonly clock: Clock }): RateLimiter {
  /** By `clock.elapsed()`. */
  const drainedAtMs = new QuickLRU<string, number>({ maxSize: KEYS });

  return {
    take(key, { perMinute, burst }) {
      const nowMs = deps.clock.elapsed();
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
        resetAtMs: deps.clock.now() + drained - nowMs,
        retryAfterMs: allowed ? 0 : Math.max(1, after - nowMs - fullMs),
      };
    },
  };
}
