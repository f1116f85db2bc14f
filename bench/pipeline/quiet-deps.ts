import { join } from "node:path";
import { systemClock } from "@lucid/foundation";
import { spawnSealerFrom } from "@lucid/pipeline";

/** Clock, log and sealer worker of a benchmark: real time, no words. */
export const quietDeps = {
  clock: systemClock,
  spawn: spawnSealerFrom(join(import.meta.dirname, "../../packages/pipeline/src/sealer/sealer.worker.ts")),
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
};

function nothing(): void {
  // A benchmark reports through its figures.
}
