import { createRegistry, createSupervisor, systemClock } from "@lucid/foundation";

const quiet = {
  clock: systemClock,
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
};

/** What a benchmark gives the parts it measures: real time, no words. */
export const quietDeps = { ...quiet, supervisor: createSupervisor({ ...quiet, metrics: createRegistry() }) };

function nothing(): void {
  // A benchmark reports through its figures.
}
