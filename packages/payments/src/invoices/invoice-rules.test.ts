import { expect, it } from "vitest";
import { refundableOf, shareOf, stateOf, sumsOf } from "./invoice-rules.ts";

const asked = { state: "open", price: 2_000_000n, amount: 2_000_123n, expires_at: 1_000 } as const;
const came = (amount: bigint, block_at: number, sent_back = 0n) => ({ amount, block_at, sent_back });

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
  // What was sent back is not there any more, and came nevertheless.
  ["underpaid", [came(2_000_122n, 1, 2_000_122n), came(2n, 1_000)], 2_000, "underpaid"],
  ["underpaid", [came(5n, 1, 5n)], 2_000, "underpaid"],
  ["expired", [came(2_000_123n, 1), came(9n, 2_000, 9n)], 2_000, "paid"],
  ["cancelled", [came(2_000_123n, 1)], 2_000, "cancelled"],
] as const)("an invoice that is %s, case %#, comes to what the chain says", (state, receipts, readUntil, expected) => {
  expect(stateOf({ ...asked, state }, receipts, readUntil)).toBe(expected);
});

it("tells what came in time from what came late, and what of both is too much", () => {
  expect(sumsOf(asked, [came(1_000_000n, 1_000), came(1_500_000n, 1_001)])).toEqual({
    received: 1_000_000n,
    late: 1_500_000n,
    over: 499_877n,
    ...{ sent_back: 0n, left: 2_500_000n },
  });
  expect(sumsOf(asked, [])).toEqual({ received: 0n, late: 0n, over: 0n, sent_back: 0n, left: 0n });
  expect(sumsOf(asked, [came(7n, 1, 4n)])).toEqual({ received: 7n, late: 0n, over: 0n, sent_back: 4n, left: 3n });
});

it("owes a share of the price, and of less where less was taken as paid", () => {
  expect(shareOf(2_000_000n, 2_000_123n, 800)).toBe(1_600_000n);
  expect(shareOf(2_000_000n, 1_000_001n, 800)).toBe(800_000n);
  expect(shareOf(2_000_000n, 9n, 0)).toBe(0n);
});

it.each([
  ["for no invoice", came(9n, 1), undefined, [], 9n],
  ["for no invoice, sent back already", came(9n, 1, 1n), undefined, [], 0n],
  ["for one that may still be paid", came(9n, 1), "open", [came(9n, 1)], 0n],
  ["for one that expired", came(9n, 2_000), "expired", [came(9n, 2_000)], 9n],
  ["for one that was paid in part", came(9n, 1), "underpaid", [came(9n, 1)], 9n],
  ["for one that was cancelled", came(9n, 1), "cancelled", [came(9n, 1)], 9n],
  ["for one that is paid exactly", came(2_000_123n, 1), "paid", [came(2_000_123n, 1)], 0n],
  ["for one that is paid twice", came(2_000_123n, 2), "paid", [came(2_000_123n, 1), came(2_000_123n, 2)], 2_000_123n],
  ["for one that is paid with too much", came(2_000_200n, 1), "paid", [came(2_000_200n, 1)], 77n],
  ["for one that was taken as paid with less", came(9n, 1), "paid", [came(9n, 1)], 0n],
  ["for one of which the rest is sent back", came(2_000_123n, 1), "paid", [came(2_000_123n, 1), came(5n, 2, 5n)], 0n],
] as const)("sends back of a transfer %s what nobody asked for", (_whose, one, state, all, expected) => {
  const invoice = state === undefined ? undefined : { asked: { ...asked, state }, came: all };
  expect(refundableOf(one, invoice)).toBe(expected);
});
