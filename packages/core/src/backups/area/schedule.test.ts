import { expect, it } from "vitest";
import { isDue, momentsOf, type Tried } from "./schedule.ts";

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();
const tried = (started_at: number, state: Tried["state"] = "made"): Tried => ({
  started_at,
  ended_at: started_at + 60_000,
  state,
});

it("knows the last and the next moment of a time of day", () => {
  expect(momentsOf("02:30", at(5, 2, 29))).toEqual({ last: at(4, 2, 30), next: at(5, 2, 30) });
  expect(momentsOf("02:30", at(5, 2, 30))).toEqual({ last: at(5, 2, 30), next: at(6, 2, 30) });
});

it.each<[what: string, now: number, before: readonly Tried[], due: boolean]>([
  ["the first one, at once", at(5, 14), [], true],
  ["nothing before its time", at(5, 2, 29), [tried(at(4, 2, 30))], false],
  ["one at its time", at(5, 2, 30), [tried(at(4, 2, 30))], true],
  ["one that the machine slept through", at(5, 9), [tried(at(3, 2, 30))], true],
  ["nothing twice", at(5, 9), [tried(at(5, 2, 31))], false],
  ["nothing beside one that runs", at(5, 3), [{ ...tried(at(4, 23), "running"), ended_at: null }], false],
  ["nothing right after one that failed", at(5, 3), [tried(at(5, 2, 30), "failed")], false],
  ["one an hour after one that failed", at(5, 4), [tried(at(5, 2, 30), "failed")], true],
  ["one whatever a wrong clock has dated", at(5, 3), [tried(at(25, 2)), tried(at(4, 2, 30))], true],
])("makes %s", (_what, now, before, due) => {
  expect(isDue("02:30", now, before)).toBe(due);
  expect(isDue("", now, before)).toBe(false);
});
