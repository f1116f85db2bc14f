import type { ScheduleEvery, ScheduleTerms } from "@lucid/contract";

/** A day on which a schedule is due, and when on it: unix milliseconds. */
export interface Due {
  /** As the calendar of its time zone has it: `2026-11-30`. */
  readonly on: string;
  readonly at: number;
}
export type Rhythm = Pick<ScheduleTerms, "every" | "at" | "time_zone">;

type Weekday = Extract<ScheduleEvery, { readonly unit: "week" }>["weekday"];
/** As JavaScript counts them. */
const WEEKDAYS: readonly Weekday[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Formatters cost a hundred times what they are asked for. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** The days on which it is due after a moment, without end. */
export function* dueDays({ every, at, time_zone }: Rhythm, after: number): Generator<Due, never> {
  const [hour = 0, minute = 0] = at.split(":").map(Number);
  const today = Math.floor(shownAt(after, time_zone) / DAY_MS) * DAY_MS;
  for (let day = today - DAY_MS; ; day += DAY_MS) {
    if (!isDue(every, day)) continue;
    const due = momentOf(day + (hour * 60 + minute) * MINUTE_MS, time_zone);
    if (due > after) yield { on: new Date(day).toISOString().slice(0, 10), at: due };
  }
}

function isDue(every: Rhythm["every"], day: number): boolean {
  const date = new Date(day);
  if (every.unit === "week") return WEEKDAYS[date.getUTCDay()] === every.weekday;
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(every.day, last);
}

/**
 * When the clocks of a zone show that. Of a time that they show twice the first; one that they skip is as much later as they skip: as
 * `compatible` of ECMAScript's Temporal has it.
 */
function momentOf(shown: number, timeZone: string): number {
  const offsetAt = (moment: number): number => shownAt(moment, timeZone) - moment;
  const [before, after] = [shown - offsetAt(shown - DAY_MS), shown - offsetAt(shown + DAY_MS)];
  const fitting = [before, after].filter((moment) => shownAt(moment, timeZone) === shown);
  return fitting.length === 0 ? before : Math.min(...fitting);
}

/** What the clocks of a zone show at a moment, to the minute, as if they were those of UTC. */
function shownAt(moment: number, timeZone: string): number {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (["year", "month", "day", "hour", "minute"] as const).map((type) =>
    parts.get(type),
  );
  return Date.UTC(year, month - 1, day, hour, minute) + (((moment % MINUTE_MS) + MINUTE_MS) % MINUTE_MS);
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const figure = "2-digit" as const;
  const made = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" },
    ...{ year: "numeric", month: figure, day: figure, hour: figure, minute: figure },
  });
  clocks.set(timeZone, made);
  return made;
}
