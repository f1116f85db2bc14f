import { readFileSync } from "node:fs";

/** A moment of one boot of a machine: two of the same boot can be compared, in whatever process they were taken. */
export interface BootMoment {
  readonly boot: string;
  /** Milliseconds. Time in which the machine was suspended may be missing. */
  readonly ms: number;
}

/** Time as the engine sees it. Simulations and tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. Jumps when somebody sets the machine's clock. */
  now(): number;
  /** Milliseconds since some fixed moment. Never goes back and never jumps: what lasted how long is measured with it. */
  elapsed(): number;
  /** This moment as other processes of the same boot measure it. Undefined where the machine does not tell. */
  sinceBoot?(): BootMoment | undefined;
  /** Milliseconds that the machine was suspended for in this boot: `elapsed` does not count them. Undefined where it does not tell. */
  suspended?(): number | undefined;
  /** Calls `callback` once after `delayMs`, unless the returned timer is disposed first. */
  after(delayMs: number, callback: () => void): Disposable;
}

/** Linux names each boot, and its monotonic clock is one for all processes. */
const bootId = ((): string | undefined => {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return undefined;
  }
})();

const MONOTONIC_READ_MS = 5;
const MONOTONIC_READS = 3;
const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/** The kernel's uptime counts suspended time and the monotonic clock does not. To the 10 ms of the file. */
function suspendedMs(): number | undefined {
  if (process.platform !== "linux") return undefined;
  for (let reads = 0; reads < MONOTONIC_READS; reads += 1) {
    const before = monotonicMs();
    const uptimeMs = Number.parseFloat(readFileSync("/proc/uptime", "latin1")) * 1_000;
    // A process that was stopped in between read two moments.
    if (monotonicMs() - before <= MONOTONIC_READ_MS) return uptimeMs - before;
  }
  return undefined;
}

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sinceBoot: () => (bootId === undefined ? undefined : { boot: bootId, ms: Number(process.hrtime.bigint() / 1_000_000n) }),
  suspended: suspendedMs,
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
