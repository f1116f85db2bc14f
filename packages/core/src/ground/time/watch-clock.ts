import type { Clock } from "@lucid/foundation";
import { type ClockMark, sinceMark } from "./clock-marks.ts";

/** Whether the machine's clock is believed where something is deleted because of it. */
export type ClockVerdict =
  | { readonly isBelieved: true }
  | {
      readonly isBelieved: false;
      /** How far it is ahead of what it should be by the time that has passed. */
      readonly aheadMs: number;
      /** Until it is believed, if it goes on evenly. */
      readonly remainingMs: number;
    };

export interface ClockWatch {
  judge(): ClockVerdict;
  /** Somebody who may says that the clock is right as it is. */
  confirm(): void;
  /** The last moment that has passed for certain. Counts once, and where the node has not written down its own time yet. */
  knowPassed(wallMs: number): void;
  /** What has to be known after a restart. */
  mark(): Pick<ClockMark, "wallMs" | "aheadMs" | "heldMs">;
}

/** Steps up to this long are corrections; a daemon that keeps time makes none that is longer. */
const STEP_MS = 60_000;
/** However far it went: a machine that was off for long and one whose clock is wrong look alike, and somebody notices. */
const LONGEST_HOLD_MS = 7 * 86_400_000;

interface Hold {
  /** As it was when it was last looked at. */
  readonly aheadMs: number;
  readonly sinceElapsed: number;
  /** Watched for so long by earlier processes. */
  readonly heldMs: number;
}

/**
 * Compares how the time of day went on with how time passed. A clock that went ahead, by itself or while the node was
 * off, is believed again after it has gone on evenly for as long as it went ahead, at most seven days. One that was set
 * back is believed at once: nothing is deleted too early by it.
 */
export function createClockWatch(clock: Clock, known: ClockMark | undefined): ClockWatch {
  let isFirst = known === undefined;
  let reference = {
    wallMs: known === undefined ? clock.now() : known.wallMs + (sinceMark(clock, known) ?? 0),
    elapsed: clock.elapsed(),
  };
  const expected = (): number => reference.wallMs + clock.elapsed() - reference.elapsed;
  let hold = known && restoredHold(known);

  function restoredHold({ aheadMs, heldMs }: ClockMark): Hold | undefined {
    const ahead = clock.now() - expected();
    if (aheadMs === 0 || ahead < aheadMs - STEP_MS) return undefined;
    return { aheadMs: ahead, sinceElapsed: clock.elapsed(), heldMs };
  }

  function believe(): void {
    reference = { wallMs: clock.now(), elapsed: clock.elapsed() };
    hold = undefined;
  }

  const heldMs = (since: Hold): number => since.heldMs + clock.elapsed() - since.sinceElapsed;

  function judge(): ClockVerdict {
    const aheadMs = clock.now() - expected();
    if (aheadMs <= STEP_MS) {
      believe();
      return { isBelieved: true };
    }
    const goesEvenly = hold !== undefined && Math.abs(aheadMs - hold.aheadMs) <= STEP_MS;
    hold = hold && goesEvenly ? { ...hold, aheadMs } : { aheadMs, sinceElapsed: clock.elapsed(), heldMs: 0 };
    const remainingMs = Math.min(aheadMs, LONGEST_HOLD_MS) - heldMs(hold);
    if (remainingMs > 0) return { isBelieved: false, aheadMs, remainingMs };
    believe();
    return { isBelieved: true };
  }

  return {
    judge,
    confirm: believe,
    knowPassed(wallMs) {
      if (!isFirst) return;
      isFirst = false;
      if (wallMs < clock.now()) reference = { wallMs, elapsed: clock.elapsed() };
    },
    mark() {
      isFirst = false;
      const verdict = judge();
      const held = hold === undefined ? 0 : heldMs(hold);
      return { wallMs: expected(), aheadMs: verdict.isBelieved ? 0 : verdict.aheadMs, heldMs: held };
    },
  };
}
