import { systemClock } from "@lucid/foundation";

/** Clock and log of a benchmark: real time, no words. */
export const quietDeps = {
  clock: systemClock,
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
};

function nothing(): void {
  // A benchmark reports through its figures.
}
