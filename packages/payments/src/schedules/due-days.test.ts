import type { ScheduleEvery } from "@lucid/contract";
import { expect, it } from "vitest";
import { dueDays } from "./due-days.ts";

function next(every: ScheduleEvery, at: string, time_zone: string, after: string, count: number): readonly string[] {
  const found: string[] = [];
  for (const due of dueDays({ every, at, time_zone }, Date.parse(after))) {
    found.push(`${due.on} ${new Date(due.at).toISOString()}`);
    if (found.length === count) break;
  }
  return found;
}
const monthly = (day: number): ScheduleEvery => ({ unit: "month", day });
const weekly = (weekday: "mon" | "sun"): ScheduleEvery => ({ unit: "week", weekday });

it("is due once a week, by the clocks of its zone", () => {
  // A Sunday in Auckland is still a Saturday in UTC.
  expect(next(weekly("sun"), "06:30", "Pacific/Auckland", "2026-11-30T00:00:00Z", 2)).toEqual([
    "2026-12-06 2026-12-05T17:30:00.000Z",
    "2026-12-13 2026-12-12T17:30:00.000Z",
  ]);
  expect(next(weekly("mon"), "23:59", "America/Los_Angeles", "2026-12-01T07:58:59Z", 2)).toEqual([
    "2026-11-30 2026-12-01T07:59:00.000Z",
    "2026-12-07 2026-12-08T07:59:00.000Z",
  ]);
});

it("is due after a moment, and not at it", () => {
  expect(next(weekly("mon"), "12:00", "UTC", "2026-11-30T12:00:00Z", 1)).toEqual(["2026-12-07 2026-12-07T12:00:00.000Z"]);
  expect(next(weekly("mon"), "12:00", "UTC", "2026-11-30T11:59:59.999Z", 1)).toEqual(["2026-11-30 2026-11-30T12:00:00.000Z"]);
});

it("is due on the last day of a month that is shorter", () => {
  expect(next(monthly(31), "08:00", "UTC", "2028-01-31T08:00:00Z", 4)).toEqual([
    "2028-02-29 2028-02-29T08:00:00.000Z",
    "2028-03-31 2028-03-31T08:00:00.000Z",
    "2028-04-30 2028-04-30T08:00:00.000Z",
    "2028-05-31 2028-05-31T08:00:00.000Z",
  ]);
  expect(next(monthly(1), "00:00", "UTC", "2026-12-31T23:59:00Z", 1)).toEqual(["2027-01-01 2027-01-01T00:00:00.000Z"]);
});

it("is due once where clocks show a time twice, and where they skip it", () => {
  // 02:30 of Berlin: skipped on 28 March, twice on 31 October 2027; of New York on 14 March and 7 November.
  expect(next(monthly(28), "02:30", "Europe/Berlin", "2027-03-01T00:00:00Z", 1)).toEqual(["2027-03-28 2027-03-28T01:30:00.000Z"]);
  expect(next(monthly(31), "02:30", "Europe/Berlin", "2027-10-01T00:00:00Z", 1)).toEqual(["2027-10-31 2027-10-31T00:30:00.000Z"]);
  expect(next(weekly("sun"), "02:30", "America/New_York", "2027-03-13T00:00:00Z", 1)).toEqual([
    "2027-03-14 2027-03-14T07:30:00.000Z",
  ]);
  expect(next(weekly("sun"), "01:30", "America/New_York", "2027-11-06T00:00:00Z", 1)).toEqual([
    "2027-11-07 2027-11-07T05:30:00.000Z",
  ]);
});

it("leaves out no day where a zone has skipped one", () => {
  // Apia had no 30 December 2011.
  expect(next(monthly(30), "12:00", "Pacific/Apia", "2011-12-28T00:00:00Z", 2)).toEqual([
    "2011-12-30 2011-12-30T22:00:00.000Z",
    "2012-01-30 2012-01-29T22:00:00.000Z",
  ]);
});
