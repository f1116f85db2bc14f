/** Time as the engine sees it. Simulations and tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. Jumps when somebody sets the machine's clock. */
  now(): number;
  /** Milliseconds since some fixed moment. Never goes back and never jumps: what lasted how long is measured with it. */
  elapsed(): number;
  /** Calls `callback` once after `delayMs`, unless the returned timer is disposed first. */
  after(delayMs: number, callback: () => void): Disposable;
}

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
