import { type Clock, isDatabaseTrouble, type OpenDatabase } from "@lucid/foundation";
import type { Logger } from "pino";
import { every } from "../every.ts";
import { createClockMarks } from "./clock-marks.ts";
import { createSteadyTime, type SteadyTime } from "./create-steady-time.ts";
import { type ClockWatch, createClockWatch } from "./watch-clock.ts";

/** What a killed node loses of its time. Each mark is a write that is synced. */
const MARK_MS = 60_000;

export interface NodeTime extends Disposable {
  readonly steady: SteadyTime;
  readonly watch: Pick<ClockWatch, "judge" | "confirm" | "knowPassed">;
}

/** The times of a node that outlive its processes, and what is known of its machine's clock. */
export function startNodeTime(clock: Clock, log: Logger, db: Pick<OpenDatabase, "read" | "write">): NodeTime {
  const marks = createClockMarks(db);
  const known = marks.read();
  const steady = createSteadyTime(clock, known);
  const watch = createClockWatch(clock, known);

  function mark(): void {
    try {
      marks.write({ boot: clock.sinceBoot?.(), steadyMs: steady.now(), ...watch.mark() });
    } catch (error) {
      if (!isDatabaseTrouble(error)) throw error;
      log.warn({ err: error }, "the time could not be noted");
    }
  }

  const marking = every(MARK_MS, { clock, log }, mark);
  return {
    steady,
    watch: {
      ...watch,
      confirm() {
        watch.confirm();
        mark();
      },
    },
    [Symbol.dispose]() {
      marking[Symbol.dispose]();
      mark();
    },
  };
}
