import type { Clock } from "@lucid/foundation";
import QuickLRU from "quick-lru";

/** At most `burst` calls at once, and `perMinute` of them come back every minute, evenly. */
export interface RateLimit {
  readonly perMinute: number;
  readonly burst: number;
}

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

/** Counts calls per key: in memory, and beside that in a store that several nodes of one owner share. */
export interface RateLimiter {
  take(key: string, limit: RateLimit): RateVerdict | Promise<RateVerdict>;
}

export interface MemoryRateLimiter extends RateLimiter {
  take(key: string, limit: RateLimit): RateVerdict;
  /** Counts a call that `take` allowed no longer: somebody else refused it. */
  giveBack(key: string, limit: RateLimit): void;
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
export function createMemoryRateLimiter(deps: { readonly clock: Clock }): MemoryRateLimiter {
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
      const drainsInMs = (allowed ? after : before) - nowMs;
      return verdictOf({ allowed, drainsInMs, nowMs: deps.clock.now() }, { perMinute, burst });
    },
    giveBack(key, { perMinute }) {
      const counted = drainedAtMs.get(key);
      if (counted !== undefined) drainedAtMs.set(key, counted - 60_000 / perMinute);
    },
  };
}

/** What a caller is told, from how long everything that was counted takes to drain. */
export function verdictOf(
  { allowed, drainsInMs, nowMs }: { readonly allowed: boolean; readonly drainsInMs: number; readonly nowMs: number },
  { perMinute, burst }: RateLimit,
): RateVerdict {
  const costMs = 60_000 / perMinute;
  const fullMs = costMs * burst;
  return {
    allowed,
    limit: burst,
    remaining: Math.max(0, Math.floor((fullMs - drainsInMs) / costMs + 1e-6)),
    resetAtMs: nowMs + drainsInMs,
    retryAfterMs: allowed ? 0 : Math.max(1, drainsInMs + costMs - fullMs),
  };
}
