import { expect, it } from "vitest";
import { createAbsence } from "./create-absence.ts";
import type { Tried } from "./schedule.ts";

const AT = "02:30";
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();
const made = (started_at: number): readonly Tried[] => [{ started_at, ended_at: started_at + 60_000, state: "made" }];

it("knows what was missed while the node was off, and how often", () => {
  const absence = createAbsence();
  expect(absence.look(AT, at(8, 9), made(at(4, 2, 30)))).toEqual({ last: at(8, 2, 30), count: 4 });
  expect(absence.look(AT, at(8, 9, 1), made(at(8, 9)))).toBeUndefined();
});

it("knows what the machine slept through", () => {
  const absence = createAbsence();
  expect(absence.look(AT, at(4, 20), made(at(4, 2, 30)))).toBeUndefined();
  expect(absence.look(AT, at(4, 20, 1), made(at(4, 2, 30)))).toBeUndefined();
  expect(absence.look(AT, at(5, 7), made(at(4, 2, 30)))).toEqual({ last: at(5, 2, 30), count: 1 });
});

it("is there at its time, also while another backup holds it up", () => {
  const absence = createAbsence();
  for (let minute = 0; minute < 40; minute += 1)
    expect(absence.look(AT, at(5, 2, 10) + minute * 60_000, made(at(4, 2, 30)))).toBeUndefined();
});

it("calls nothing missed of a time of day that holds only now, of a node without a backup, and of a short restart", () => {
  const absence = createAbsence();
  absence.look("", at(5, 9), made(at(4, 2, 30)));
  expect(absence.look(AT, at(5, 9, 1), made(at(4, 2, 30)))).toBeUndefined();
  expect(createAbsence().look(AT, at(5, 9), [])).toBeUndefined();
  expect(createAbsence().look(AT, at(5, 2, 34), made(at(4, 2, 30)))).toBeUndefined();
});
