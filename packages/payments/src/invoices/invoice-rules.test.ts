import { expect, it } from "vitest";
import { shareOf, stateOf, sumsOf } from "./invoice-rules.ts";

const asked = { state: "open", price: 2_000_000n, amount: 2_000_123n, expires_at: 1_000 } as const;
const came = (amount: bigint, block_at: number) => ({ amount, block_at });

it.each([
  ["open", [], 999, "open"],
  ["open", [], 1_000, "expired"],
  ["open", [came(1n, 1_000)], 999, "open"],
  ["open", [came(1n, 1_000)], 1_000, "underpaid"],
  ["open", [came(2_000_122n, 1), came(1n, 1_000)], 0, "paid"],
  ["open", [came(2_000_123n, 1_001)], 2_000, "expired"],
  // What an event server that was behind says only later.
  ["expired", [came(2_000_123n, 1_000)], 2_000, "paid"],
  ["expired", [came(1n, 1_000)], 2_000, "underpaid"],
  ["underpaid", [came(2_000_123n, 1_000)], 2_000, "paid"],
  ["paid", [], 2_000, "paid"],
  ["cancelled", [came(2_000_123n, 1)], 2_000, "cancelled"],
] as const)("an invoice that is %s, case %#, comes to what the chain says", (state, receipts, readUntil, expected) => {
  expect(stateOf({ ...asked, state }, receipts, readUntil)).toBe(expected);
});

it("tells what came in time from what came late, and what of both is too much", () => {
  expect(sumsOf(asked, [came(1_000_000n, 1_000), came(1_500_000n, 1_001)])).toEqual({
    received: 1_000_000n,
    late: 1_500_000n,
    over: 499_877n,
  });
  expect(sumsOf(asked, [])).toEqual({ received: 0n, late: 0n, over: 0n });
});

it("owes a share of the price, and of less where less was taken as paid", () => {
  expect(shareOf(2_000_000n, 2_000_123n, 800)).toBe(1_600_000n);
  expect(shareOf(2_000_000n, 1_000_001n, 800)).toBe(800_000n);
  expect(shareOf(2_000_000n, 9n, 0)).toBe(0n);
});
