import { createTestClock } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import { createClockWatch } from "./watch-clock.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function watched() {
  const clock = createTestClock();
  const watch = createClockWatch(clock, undefined);
  /** Lets time pass, looked at every minute as the node does. */
  function pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += MINUTE) {
      clock.advance(Math.min(MINUTE, ms - passed));
      watch.judge();
    }
  }
  const set = (by: number): void => clock.setNow(clock.now() + by);
  return { clock, watch, pass, set };
}

describe("a clock", () => {
  it("is believed while it goes on with the time that passes, and through corrections of a minute", () => {
    const { watch, pass, set } = watched();
    pass(DAY);
    for (let correction = 0; correction < 10; correction += 1) {
      set(MINUTE);
      expect(watch.judge()).toEqual({ isBelieved: true });
    }
  });

  it("is believed when it was set back", () => {
    const { watch, set } = watched();
    set(-30 * DAY);
    expect(watch.judge()).toEqual({ isBelieved: true });
  });

  it.each([
    ["for as long as it was set ahead", HOUR, HOUR],
    ["for a week at most", 3_650 * DAY, 7 * DAY],
  ])("is not believed %s", (_name, step, held) => {
    const { watch, pass, set } = watched();
    set(step);
    expect(watch.judge()).toEqual({ isBelieved: false, aheadMs: step, remainingMs: held });
    pass(held - MINUTE);
    expect(watch.judge()).toEqual({ isBelieved: false, aheadMs: step, remainingMs: MINUTE });
    pass(MINUTE);
    expect(watch.judge()).toEqual({ isBelieved: true });
  });

  it("starts anew when it is set again, and is believed once it is set right", () => {
    const { watch, pass, set } = watched();
    set(DAY);
    watch.judge();
    pass(20 * HOUR);
    set(DAY);
    expect(watch.judge()).toMatchObject({ aheadMs: 2 * DAY, remainingMs: 2 * DAY });
    set(-2 * DAY);
    expect(watch.judge()).toEqual({ isBelieved: true });
  });

  it("is believed when somebody says that it is right", () => {
    const { watch, set } = watched();
    set(400 * DAY);
    expect(watch.judge()).toMatchObject({ isBelieved: false });
    watch.confirm();
    expect(watch.judge()).toEqual({ isBelieved: true });
  });

  it("is compared with what is known to have passed where there is no mark", () => {
    const { clock, watch } = watched();
    watch.knowPassed(clock.now() - 90 * DAY);
    expect(watch.judge()).toMatchObject({ isBelieved: false, aheadMs: 90 * DAY });
    watch.knowPassed(clock.now());
    expect(watch.judge()).toMatchObject({ isBelieved: false });
  });
});

describe("after a restart", () => {
  it("a clock that went on with its machine is believed, and one that went ahead of it is not", () => {
    const { clock, watch, set } = watched();
    const mark = { ...watch.mark(), steadyMs: 0, boot: clock.sinceBoot?.() };
    clock.advance(3 * DAY);
    expect(createClockWatch(clock, mark).judge()).toEqual({ isBelieved: true });
    set(HOUR);
    expect(createClockWatch(clock, mark).judge()).toMatchObject({ isBelieved: false, aheadMs: HOUR });
  });

  it("of the machine, time that it was off looks like a step and is watched as one", () => {
    const { clock, watch } = watched();
    const mark = { ...watch.mark(), steadyMs: 0, boot: { boot: "another", ms: 0 } };
    clock.advance(3 * DAY);
    expect(createClockWatch(clock, mark).judge()).toMatchObject({ isBelieved: false, aheadMs: 3 * DAY, remainingMs: 3 * DAY });
  });

  it("the time that the clock was watched counts on", () => {
    const { clock, watch, pass, set } = watched();
    set(400 * DAY);
    watch.judge();
    pass(5 * DAY);
    const mark = { ...watch.mark(), steadyMs: 0, boot: { boot: "another", ms: 0 } };
    clock.advance(MINUTE);
    const verdict = createClockWatch(clock, mark).judge();
    expect(verdict).toMatchObject({ isBelieved: false });
    expect(!verdict.isBelieved && verdict.remainingMs).toBeLessThanOrEqual(2 * DAY);
  });
});
