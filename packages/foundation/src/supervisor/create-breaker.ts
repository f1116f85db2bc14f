import type { Clock } from "../clock.ts";

export interface BreakerOptions {
  /** Restarts granted within `windowMs`. */
  readonly restarts: number;
  readonly windowMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** Decides whether something that ended is started again, and when. */
export interface Breaker {
  /** A run of `ranMs` is over. Milliseconds to the next one, or undefined: no more of them. */
  ended(ranMs: number): number | undefined;
  /** A run does its work: the next pause is the first one again, and a try that was asked for has succeeded. */
  worked(): void;
  /** Grants one run after all. If it ends before it worked or lasted a whole window, there are no more of them again. */
  tryOnce(): void;
}

export function createBreaker(clock: Pick<Clock, "elapsed">, options: BreakerOptions): Breaker {
  const { firstPauseMs, longestPauseMs, restarts, windowMs } = options;
  let ends: number[] = [];
  let inARow = 0;
  let isTrial = false;

  function worked(): void {
    inARow = 0;
    isTrial = false;
  }

  return {
    worked,
    ended(ranMs) {
      if (ranMs >= windowMs) worked();
      if (isTrial) return undefined;
      const now = clock.elapsed();
      ends = [...ends.filter((at) => now - at < windowMs), now];
      inARow += 1;
      return ends.length > restarts ? undefined : Math.min(longestPauseMs, firstPauseMs * 2 ** (inARow - 1));
    },
    tryOnce() {
      ends = [];
      inARow = 0;
      isTrial = true;
    },
  };
}
