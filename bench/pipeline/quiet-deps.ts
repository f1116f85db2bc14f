import { join } from "node:path";
import { createRegistry, createSupervisor, systemClock } from "@lucid/foundation";
import { spawnSealerFrom } from "@lucid/pipeline";

const quiet = {
  clock: systemClock,
  spawn: spawnSealerFrom(join(import.meta.dirname, "../../packages/pipeline/src/sealer/sealer.worker.ts")),
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
};

/** What a benchmark gives the parts it measures: real time, no words. */
export const quietDeps = { ...quiet, supervisor: createSupervisor({ ...quiet, metrics: createRegistry() }) };

function nothing(): void {
  // A benchmark reports through its figures.
}
