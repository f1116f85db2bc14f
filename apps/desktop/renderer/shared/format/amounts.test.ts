import { expect, it } from "vitest";
import { formatAmount } from "./amounts.ts";

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
