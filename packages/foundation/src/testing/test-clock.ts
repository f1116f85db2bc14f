import type { Clock } from "../clock.ts";

/** A clock that stands still until it is told to go on. Timers of one time fire in the order they were set. */
export interface TestClock extends Clock {
  /** Goes on by so many milliseconds and calls every timer that comes due, each at its own time. */
  advance(ms: number): void;
  /** So much time passes in which nothing runs: every timer that came due meanwhile is called after it. */
  freeze(ms: number): void;
  /** The machine is suspended for so long: the time of day goes on, and nothing else. */
  suspend(ms: number): void;
  /** Goes to the next timer and calls it; false if there is none. */
  step(): boolean;
  /** Sets the time of day without letting any time pass, as somebody who sets the machine's clock does. */
  setNow(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

let boots = 0;

/** Timers go by the time that passed, not by the time of day. */
export function createTestClock(startMs = Date.UTC(2026, 0, 1)): TestClock {
  /** What the time of day is ahead of the time that passed. */
  let offset = startMs;
  let now = 0;
  let suspendedMs = 0;
  let orders = 0;
  const boot = `test ${(boots += 1)}`;
  const timers = new Set<Timer>();

  function due(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      const isEarlier = first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order);
      if (timer.at <= until && isEarlier) first = timer;
    }
    return first;
  }

  function fire(timer: Timer): void {
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.callback();
  }

  return {
    now: () => offset + now,
    elapsed: () => now,
    sinceBoot: () => ({ boot, ms: now }),
    suspended: () => suspendedMs,
    after(delayMs, callback) {
      const timer = { at: now + Math.max(0, delayMs), order: (orders += 1), callback };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = due(end); timer !== undefined; timer = due(end)) fire(timer);
      now = end;
    },
    freeze(ms) {
      now += ms;
      this.advance(0);
    },
    suspend(ms) {
      offset += ms;
      suspendedMs += ms;
    },
    step() {
      const timer = due(Number.POSITIVE_INFINITY);
      if (timer !== undefined) fire(timer);
      return timer !== undefined;
    },
    setNow(ms) {
      offset = ms - now;
    },
  };
}
