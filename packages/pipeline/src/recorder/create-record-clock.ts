import type { Clock } from "@lucid/foundation";

/** The time of one record: that of the machine's clock, but it never goes back and counts every second that passed. */
export interface RecordClock {
  /** Unix milliseconds of a moment of the clock's `elapsed`. */
  at(elapsedMs: number): number;
  /** Unix milliseconds of something that happened just now, at this time of the machine's clock. */
  ofWall(unixMs: number): number;
  /** Compares with the machine's clock; `onStep` is called when that jumped since it was last compared. */
  compare(): void;
}

/** Milliseconds. */
export interface ClockStep {
  /** How far the machine's clock was set, negative for back; 0 where it was not. */
  readonly stepMs: number;
  /** How long the machine was suspended, 0 where it was not or does not tell. */
  readonly sleptMs: number;
}

/** Less than this is the reading's own error; the clocks drift apart by steps only, because the system slews both. */
const STEP_MS = 100;
/** A reading that took longer is worth nothing: the process did not run in its middle. */
const READ_MS = 5;
const READS = 3;

/**
 * A step forward moves the record's time along, and so does a sleep. After a step back the record's time goes on as if
 * nothing had happened, and stays ahead of the machine's: chunks must not overlap.
 */
export function createRecordClock(
  clock: Pick<Clock, "now" | "elapsed" | "suspended">,
  onStep: (step: ClockStep) => void,
): RecordClock {
  let wallOffset = clock.now() - clock.elapsed();
  let recordOffset = wallOffset;
  let suspended = clock.suspended?.();

  function readOffset(): number | undefined {
    for (let reads = 0; reads < READS; reads += 1) {
      const before = clock.elapsed();
      const wall = clock.now();
      if (clock.elapsed() - before <= READ_MS) return wall - before;
    }
    return undefined;
  }

  /** Since it was last asked. */
  function sleptFor(): number {
    const before = suspended;
    suspended = clock.suspended?.() ?? before;
    const sleptMs = (suspended ?? 0) - (before ?? 0);
    return sleptMs < STEP_MS ? 0 : sleptMs;
  }

  return {
    at: (elapsedMs) => Math.round(elapsedMs + recordOffset),
    ofWall: (unixMs) => Math.round(unixMs + recordOffset - wallOffset),
    compare() {
      const offset = readOffset();
      if (offset === undefined || Math.abs(offset - wallOffset) < STEP_MS) return;
      const jumpedMs = offset - wallOffset;
      const sleptMs = sleptFor();
      const stepMs = Math.abs(jumpedMs - sleptMs) < STEP_MS ? 0 : jumpedMs - sleptMs;
      wallOffset = offset;
      recordOffset = Math.max(recordOffset + sleptMs, offset);
      onStep({ stepMs, sleptMs });
    },
  };
}
