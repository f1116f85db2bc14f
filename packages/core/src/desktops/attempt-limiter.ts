import type { Clock } from "@lucid/foundation";

/** Wrong passwords within a window that are answered at once. */
const ATTEMPTS = 5;
const WINDOW_MS = 60_000;
const LOCK_MS = 60_000;
/**
 * How late a wrong password is answered during a lock. 8 base62 characters are 47 bits: 64 clients at once, each of them answered
 * after 5 s, need 170 000 years on average.
 */
const DELAY_MS = 5_000;

/** Slows down whoever guesses. Whoever has the password is never kept waiting: only a refusal is late. */
export interface AttemptLimiter {
  isLocked(): boolean;
  /** How long a wrong password's refusal has to wait now. */
  refusalDelayMs(): number;
  /** Counts a wrong password. Returns the end of the lock in unix ms when this one caused it. */
  fail(): number | undefined;
}

export function createAttemptLimiter(deps: { readonly clock: Clock }): AttemptLimiter {
  const { clock } = deps;
  let failures: number[] = [];
  let lockedUntilMs = Number.NEGATIVE_INFINITY;
  const isLocked = (): boolean => clock.elapsed() < lockedUntilMs;
  return {
    isLocked,
    refusalDelayMs: () => (isLocked() ? DELAY_MS : 0),
    fail() {
      if (isLocked()) return undefined;
      const nowMs = clock.elapsed();
      failures = [...failures.filter((atMs) => atMs > nowMs - WINDOW_MS), nowMs];
      if (failures.length < ATTEMPTS) return undefined;
      failures = [];
      lockedUntilMs = nowMs + LOCK_MS;
      return clock.now() + LOCK_MS;
    },
  };
}
