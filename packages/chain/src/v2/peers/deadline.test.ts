import { describe, expect, it } from "vitest";
import { createDeadline } from "./deadline.ts";

/** A clock whose timers fire when the test says so, however late. */
function createLateClock() {
  const timers: { readonly delayMs: number; readonly callback: () => void }[] = [];
  return {
    timers,
    after(delayMs: number, callback: () => void): Disposable {
      const timer = { delayMs, callback };
      timers.push(timer);
      return { [Symbol.dispose]: () => void timers.splice(timers.indexOf(timer), 1) };
    },
    fire: () => timers.shift()?.callback(),
  };
}

describe("the time that a peer has", () => {
  it("is over after as many parts as it has, each counted once however late it comes", () => {
    const clock = createLateClock();
    const deadline = createDeadline(clock, 5_000);
    for (let part = 1; part < 20; part += 1) {
      expect(clock.timers.map(({ delayMs }) => delayMs)).toEqual([250]);
      clock.fire();
      expect(deadline.signal.aborted).toBe(false);
    }
    clock.fire();
    expect([deadline.signal.aborted, clock.timers]).toEqual([true, []]);
  });

  it("is counted no longer once nobody waits", () => {
    const clock = createLateClock();
    {
      using _deadline = createDeadline(clock, 5_000);
      clock.fire();
    }
    expect(clock.timers).toEqual([]);
  });
});
