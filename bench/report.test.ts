import { expect, it } from "vitest";
import { isHeld } from "./report.ts";

const mark = { what: "speed", unit: "x" };

it("holds a mark at its limit and not beyond it", () => {
  expect(isHeld({ ...mark, value: 3, atLeast: 3 })).toBe(true);
  expect(isHeld({ ...mark, value: 2.99, atLeast: 3 })).toBe(false);
  expect(isHeld({ ...mark, value: 10, atMost: 10 })).toBe(true);
  expect(isHeld({ ...mark, value: 10.01, atMost: 10 })).toBe(false);
});

it("does not hold what could not be measured", () => {
  expect(isHeld({ ...mark, value: Number.NaN, atLeast: 3 })).toBe(false);
});
