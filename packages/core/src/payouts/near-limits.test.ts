import type { PayoutRules } from "@lucid/contract";
import { expect, it } from "vitest";
import { nearLimits } from "./near-limits.ts";

const rules = { day_total: "10000000000", hour_total: "1000000000" } as PayoutRules;

it.each([
  ["7999999999", "799999999", rules, []],
  ["8000000000", "0", rules, [{ limit: "day", share: 0.8 }]],
  ["0", "812345678", rules, [{ limit: "hour", share: 0.812 }]],
  [
    "10000000000",
    "1200000000",
    rules,
    [
      { limit: "day", share: 1 },
      { limit: "hour", share: 1.2 },
    ],
  ],
  ["0", "0", { ...rules, day_total: "0" }, []],
])("says which limits are near where %s are used of the day and %s of the hour", (day_used, hour_used, some, expected) => {
  expect(nearLimits({ day_used, hour_used, rules: some }).map(({ data }) => data)).toEqual(expected);
});
