import { WEEKDAYS } from "@lucid/contract";

type Weekday = (typeof WEEKDAYS)[number];

/** A moment as the clocks of one zone show it. */
export interface ZonedTime {
  readonly weekday: Weekday;
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
}

const MINUTE_MS = 60_000;

/** Formatters cost a hundred times what they are asked for, and a node has policies of few zones. */
const zones = new Map<string, { readonly format: Intl.DateTimeFormat; minute: number; time: ZonedTime }>();
const MAX_ZONES = 100;

/** @param atMs unix milliseconds @param timeZone a name of the IANA database */
export function zonedTime(atMs: number, timeZone: string): ZonedTime {
  const minute = Math.floor(atMs / MINUTE_MS);
  const known = zones.get(timeZone);
  if (known?.minute === minute) return known.time;
  const format =
    known?.format ??
    new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const parts = Object.fromEntries(format.formatToParts(minute * MINUTE_MS).map(({ type, value }) => [type, value]));
  const day = parts["weekday"]?.toLowerCase();
  const weekday = WEEKDAYS.find((name) => name === day);
  if (!weekday) throw new Error(`A weekday of the zone ${timeZone} that nobody knows: ${day}`);
  const time = { weekday, minute: Number(parts["hour"]) * 60 + Number(parts["minute"]) };
  if (zones.size >= MAX_ZONES) zones.clear();
  zones.set(timeZone, { format, minute, time });
  return time;
}
