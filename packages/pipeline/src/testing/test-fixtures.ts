import { join } from "node:path";
import type { Clock, Log } from "@lucid/foundation";
import type { TestClock } from "@lucid/foundation/testing";
import { spawnCaptureFrom } from "../screen/start-capture-worker.ts";
import { spawnSealerFrom } from "../sealer/start-sealer-worker.ts";

export const spawnSealer = spawnSealerFrom(join(import.meta.dirname, "../sealer/sealer.worker.ts"));
export const spawnCapture = spawnCaptureFrom(join(import.meta.dirname, "../screen/capture.worker.ts"));

/** The machine's clock for tests that run real threads and programs. */
export const realClock: Clock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  elapsed: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

/** A log that keeps its messages. */
export function createTestLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (data: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(data)}`);
  return { lines, debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") };
}

/** Lets everything that is under way come to its next wait, then time pass, then the timers run. */
export async function pass(clock: TestClock, ms: number): Promise<void> {
  await settle();
  clock.advance(ms);
  await settle();
}

const settle = () => new Promise<void>((resolve) => void setTimeout(resolve, 5));
