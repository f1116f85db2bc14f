import { WEEKDAYS } from "@lucid/contract";

type Weekday = (typeof WEEKDAYS)[number];

/** A moment as the clocks of one zone show it. */
export interface ZonedTime {
  readonly weekday: Weekday;
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
}

const MINUTE_MS = 60_000;

/** What the clocks of one zone show at a moment (unix milliseconds). */
export type ZonedClock = (atMs: number) => ZonedTime;

/** Formatters cost a hundred times what they are asked for, and a node has policies of few zones. */
const clocks = new Map<string, ZonedClock>();
const MAX_CLOCKS = 100;

/** @param timeZone a name of the IANA database */
export function zonedClock(timeZone: string): ZonedClock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = makeClock(timeZone);
  if (clocks.size >= MAX_CLOCKS) clocks.clear();
  clocks.set(timeZone, made);
  return made;
}

/** Remembers the minute that it was asked for last: that is nearly always the one it is asked for next. */
function makeClock(timeZone: string): ZonedClock {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  let minute = Number.NaN;
  let time: ZonedTime = { weekday: "mon", minute: 0 };
  return (atMs) => {
    const asked = Math.floor(atMs / MINUTE_MS);
    if (asked === minute) return time;
    const parts = Object.fromEntries(format.formatToParts(asked * MINUTE_MS).map(({ type, value }) => [type, value]));
    const day = parts["weekday"]?.toLowerCase();
    const weekday = WEEKDAYS.find((name) => name === day);
    if (!weekday) throw new Error(`A weekday of the zone ${timeZone} that nobody knows: ${day}`);
    minute = asked;
    time = { weekday, minute: Number(parts["hour"]) * 60 + Number(parts["minute"]) };
    return time;
  };
}
