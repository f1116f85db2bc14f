import type { PayoutRules } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import {
  type Asked,
  approvalsOf,
  daysAround,
  dueOf,
  isTooFar,
  mostFeeOf,
  obstacleOf,
  routeOf,
  type Usage,
} from "./payout-rules.ts";

const usdt = (amount: number): bigint => BigInt(Math.round(amount * 1_000_000));
const text = (amount: number): string => usdt(amount).toString();
const rules: PayoutRules = {
  ...{ threshold: text(10), least: text(1), most: text(10_000), v0_most: text(1_000), fee: text(0.1) },
  ...{ day_total: text(20_000), hour_total: text(1_000), payee_day: 10, batch: 10, cost_permille: 20, trx_price: text(0.3) },
  approve_from: text(5_000),
};
const payee = { user_id: "a", address: "T", is_operator: false, is_verified: false };
const operator = { ...payee, is_operator: true, is_verified: true };
const verified = { ...payee, is_verified: true };
const usage = (over: Partial<Usage> = {}): Usage => ({
  ...{ accrued: usdt(50_000), payeeDay: { amount: 0n, count: 0 }, dayTotal: 0n },
  ...over,
});
const asked = (amount: number, over: Partial<Asked> = {}): Asked => ({ payee, amount: usdt(amount), route: undefined, ...over });
const of = (one: Asked, over: Partial<Usage> = {}) => obstacleOf(one, usage(over), rules);

describe("the route of a payout", () => {
  it("is V0 for small amounts, KYC from 1000 USDT on and for operators, and what was asked for", () => {
    expect(routeOf(asked(999.999999), rules)).toBe("v0");
    expect(routeOf(asked(1_000), rules)).toBe("kyc");
    expect(routeOf(asked(1, { payee: operator }), rules)).toBe("kyc");
    expect(routeOf(asked(1, { route: "direct" }), rules)).toBe("direct");
  });
});

describe("what forbids a payout", () => {
  it("is an amount under the least, over the most, or that the fee would eat", () => {
    expect(of(asked(0.999999))).toBe("below-minimum");
    expect(of(asked(1))).toBeUndefined();
    expect(obstacleOf(asked(1), usage(), { ...rules, fee: text(1) })).toBe("below-minimum");
    expect(of(asked(10_000, { payee: verified }))).toBeUndefined();
    expect(of(asked(10_000.000001, { payee: verified }))).toBe("above-maximum");
    expect(of(asked(1_000.000001, { route: "v0" }))).toBe("above-maximum");
    expect(of(asked(1_000, { route: "v0" }))).toBeUndefined();
  });

  it("is a payee whom nobody has checked, where somebody must have, and an operator on the route without checks", () => {
    expect(of(asked(1_000))).toBe("not-verified");
    expect(of(asked(1_000, { payee: verified }))).toBeUndefined();
    expect(of(asked(5, { payee: { ...operator, is_verified: false } }))).toBe("not-verified");
    expect(of(asked(5, { payee: operator, route: "v0" }))).toBe("not-verified");
    expect(of(asked(5_000, { route: "direct" }))).toBeUndefined();
  });

  it("is that less is owed", () => {
    expect(of(asked(5), { accrued: usdt(5) })).toBeUndefined();
    expect(of(asked(5.000001), { accrued: usdt(5) })).toBe("not-owed");
  });

  it("is the day of the payee, and the day of all", () => {
    expect(of(asked(5), { payeeDay: { amount: 0n, count: 9 } })).toBeUndefined();
    expect(of(asked(5), { payeeDay: { amount: 0n, count: 10 } })).toBe("count-of-payee");
    expect(of(asked(5), { payeeDay: { amount: usdt(995), count: 1 } })).toBeUndefined();
    expect(of(asked(5), { payeeDay: { amount: usdt(995.000001), count: 1 } })).toBe("day-of-payee");
    expect(of(asked(5, { payee: operator }), { payeeDay: { amount: usdt(9_000), count: 1 } })).toBeUndefined();
    expect(of(asked(5), { dayTotal: usdt(19_995) })).toBeUndefined();
    expect(of(asked(5), { dayTotal: usdt(19_995.000001) })).toBe("day-of-all");
  });
});

it("asks for approvals by route, amount and size of the batch", () => {
  expect(approvalsOf("v0", usdt(4_999.999999), 20, rules)).toEqual({ needed: 0, withinMs: undefined });
  expect(approvalsOf("kyc", usdt(5_000), 1, rules)).toEqual({ needed: 1, withinMs: 30 * 60_000 });
  expect(approvalsOf("kyc", usdt(1), 21, rules)).toEqual({ needed: 1, withinMs: 60 * 60_000 });
  expect(approvalsOf("direct", usdt(1), 1, rules)).toEqual({ needed: 2, withinMs: 5 * 60_000 });
});

it("lets the network cost two hundredths of the amount at most, in what a TRX is taken for", () => {
  // 2 % of 15 USDT are 0.3 USDT, which is one TRX.
  expect(mostFeeOf(usdt(15), rules)).toBe(1_000_000n);
  expect(mostFeeOf(usdt(10), rules)).toBe(666_666n);
});

describe("when a payout may begin", () => {
  const DAY = 24 * 3_600_000;
  it("is when it is made, or later where it is put off, for 30 days at most", () => {
    expect(dueOf({ requested_at: 5, not_before: null })).toBe(5);
    expect(dueOf({ requested_at: 5, not_before: 4 })).toBe(5);
    expect(dueOf({ requested_at: 5, not_before: 6 })).toBe(6);
    expect(isTooFar(7 + 30 * DAY, 7)).toBe(false);
    expect(isTooFar(8 + 30 * DAY, 7)).toBe(true);
  });

  it("counts against every day that it can fall into", () => {
    expect(daysAround(3 * DAY)).toEqual({ from: 2 * DAY, to: 4 * DAY });
  });
});
