import { expect, it } from "vitest";
import { tronContract } from "./tron.contract.ts";

const estimate = tronContract.estimateFee["~orpc"].inputSchema;

it.each(["x", "", "1e3", "0x10", "-1", "a\ud800b", "9".repeat(70_000)])(
  "refuses %j as an amount, and does not fail at it",
  async (amount) => {
    const asked = {
      wallet_id: "0198c0de-1111-4111-8111-111111111111",
      asset: "USDT",
      to_address: "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC",
      amount,
    };
    const { issues } = (await estimate?.["~standard"].validate(asked)) ?? {};
    expect(issues?.map(({ path }) => path)).toEqual([["amount"]]);
  },
);
