/** Clock and log of a benchmark: real time, no words. */
export const quietDeps = {
  clock: {
    now: () => Date.now(),
    after(delayMs: number, callback: () => void): Disposable {
      const timer = setTimeout(callback, delayMs);
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  },
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
};

function nothing(): void {
  // A benchmark reports through its figures.
}
