import { type PaymentsCalls, type PaymentsMethod, tronErrors } from "@lucid/contract";
import { expect, it } from "vitest";
import { readOwnTron } from "./read-own-tron.ts";

type Output = PaymentsCalls[PaymentsMethod]["output"];
const asking = (answer: (method: PaymentsMethod, cursor: unknown) => Output) => ({
  call: async <Method extends PaymentsMethod>(method: Method, input: PaymentsCalls[Method]["input"]) =>
    answer(
      method,
      "cursor" in input ? input.cursor : "before" in input ? input.before : undefined,
    ) as PaymentsCalls[Method]["output"],
});

it("holds the wallets of an account and all pages of its transfers", async () => {
  const asked: unknown[] = [];
  const kept = await readOwnTron(
    asking((method, cursor) => {
      if (method === "listWallets") return [];
      if (method === "listPayouts") return { payouts: [], next_before: null };
      asked.push(cursor);
      if (method === "ledgerEntries") return { entries: [], next_before: cursor === undefined ? 3 : null };
      return { transfers: [], next_cursor: cursor === undefined ? "7" : null };
    }),
    "one",
  );
  expect(kept).toEqual([
    { name: "tron_wallets", entries: [] },
    { name: "tron_transfers", entries: [] },
    { name: "payouts", entries: [] },
    { name: "payout_entries", entries: [] },
  ]);
  expect(asked).toEqual([undefined, "7", undefined, 3]);
});

it("says that they could not be asked, and hides no other failure", async () => {
  const failing = (error: Error) =>
    readOwnTron(
      asking(() => {
        throw error;
      }),
      "one",
    );
  const { message: reason } = tronErrors.PAYMENTS_AWAY();
  expect(await failing(tronErrors.PAYMENTS_AWAY())).toEqual([{ name: "tron_missing", entries: [{ reason }] }]);
  await expect(failing(new RangeError("a fault"))).rejects.toThrow("a fault");
});
