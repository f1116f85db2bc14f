import type { PayoutRules } from "@lucid/contract";
import { expect, it } from "vitest";
import { payoutAlerts } from "./payout-alerts.ts";

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
  expect(payoutAlerts({ day_used, hour_used, rules: some, reconciliation: null }).map(({ data }) => data)).toEqual(expected);
});

it("calls for somebody while ledger, wallets and chain do not agree, and no longer", () => {
  const compared = { at: "2026-01-01T00:00:00.000Z", payouts_checked: 0, wallets: [] };
  const alerts = (differences: string[]) =>
    payoutAlerts({
      ...{ day_used: "0", hour_used: "0", rules },
      reconciliation: { ...compared, ok: differences.length === 0, differences },
    });
  expect(alerts([])).toEqual([]);
  expect(alerts(["one", "another"])).toEqual([{ code: "books-disagree", severity: "critical", data: { count: 2 } }]);
});
