import { expect, it } from "vitest";
import { formatAmount, parseAmount } from "./amounts.ts";

it.each([
  ["0", "0.000000"],
  ["1", "0.000001"],
  ["1234500000", "1\u202f234.500000"],
  ["9007199254740993", "9\u202f007\u202f199\u202f254.740993"],
])("writes %s to the last unit", (units, text) => {
  expect(formatAmount(units)).toBe(text);
});

it("has the reader's point", () => {
  expect(formatAmount("1500000", "de")).toBe("1,500000");
});

it.each([
  ["1", "1000000"],
  ["0,000001", "1"],
  [" 1 234.5 ", "1234500000"],
  ["9007199254740.993", "9007199254740993000"],
])("reads %s to the last unit", (typed, units) => {
  expect(parseAmount(typed)).toBe(units);
});

it.each(["", "1.2345678", "1.", ".5", "-1", "1e6", "1,234,567", "one", "12345678901234"])("takes %j for no amount", (typed) => {
  expect(parseAmount(typed)).toBeUndefined();
});
