import type { PipelineClock, PipelineLog } from "./ports.ts";

/** The machine's clock for tests that run real threads and programs. */
export const realClock: PipelineClock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

/** A log that keeps its messages. */
export function createTestLog(): PipelineLog & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (data: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(data)}`);
  return { lines, debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") };
}

/** A clock that stands still until the test lets time pass. */
export function createTestClock(): PipelineClock & { pass(ms: number): Promise<void> } {
  let now = 1_763_600_000_000;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const settle = () => new Promise<void>((resolve) => void setTimeout(resolve, 5));
  return {
    now: () => now,
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
    /** Lets everything that is under way come to its next wait, then time pass, then the timers run. */
    async pass(ms) {
      await settle();
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.callback();
      }
      await settle();
    },
  };
}
