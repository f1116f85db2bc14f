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
