import { isAhead, momentsOf, type Tried } from "./schedule.ts";

/** A node that was not there for less than this was there: a restart, or a machine that was busy. */
const SHORT_MS = 5 * 60_000;
/** More than nobody wants to count. */
const MOST = 400;

export interface Missed {
  /** The newest moment that was missed, and how many were since a backup was tried last. */
  readonly last: number;
  readonly count: number;
}

/** Knows when nobody looked at the clock: the node was off, or its machine slept. */
export function createAbsence() {
  let looked: { readonly at: string; readonly now: number } | undefined;
  /** Since when somebody looks without a pause; 0 where the time of day is another one since, and none of its moments was missed. */
  let sinceMs = 0;

  return {
    /** To be asked at each look, with the time of day for a backup, and what was tried, newest first. */
    look(at: string, now: number, tried: readonly Tried[]): Missed | undefined {
      if (looked === undefined || (looked.at === at && now - looked.now > SHORT_MS)) sinceMs = now;
      else if (looked.at !== at) sinceMs = 0;
      looked = { at, now };
      const [newest] = tried.filter((one) => !isAhead(one, now));
      if (at === "" || newest === undefined) return undefined;
      const { last } = momentsOf(at, now);
      if (last >= sinceMs || now - last < SHORT_MS || newest.started_at >= last) return undefined;
      let count = 1;
      for (let moment = last; count < MOST; count += 1) {
        moment = momentsOf(at, moment - 1).last;
        if (moment <= newest.started_at) break;
      }
      return { last, count };
    },
  };
}
