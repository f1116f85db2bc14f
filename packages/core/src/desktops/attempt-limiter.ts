import type { Clock } from "@lucid/foundation";

/** Wrong passwords tolerated within a window. 8 base62 characters are 47 bits: 5 tries a minute need 50 million years. */
const ATTEMPTS = 5;
const WINDOW_MS = 60_000;
const LOCK_MS = 60_000;

export interface AttemptLimiter {
  isLocked(): boolean;
  /** Counts a wrong password. Returns the end of the lock when this one caused it. */
  fail(): number | undefined;
}

export function createAttemptLimiter(deps: { readonly clock: Clock }): AttemptLimiter {
  let failures: number[] = [];
  let lockedUntilMs = 0;
  return {
    isLocked: () => deps.clock.now() < lockedUntilMs,
    fail() {
      const nowMs = deps.clock.now();
      failures = [...failures.filter((atMs) => atMs > nowMs - WINDOW_MS), nowMs];
      if (failures.length < ATTEMPTS) return undefined;
      failures = [];
      lockedUntilMs = nowMs + LOCK_MS;
      return lockedUntilMs;
    },
  };
}
