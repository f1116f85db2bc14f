import { systemClock } from "@lucid/foundation";
import { addressOf, openTestDevnet, send, type TestDevnet } from "@lucid/tron-devnet/testing";
import { type TronWeb, utils } from "tronweb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createNodeClient, type NodeClient } from "../network/create-node-client.ts";
import { forecastTransfer } from "./forecast.ts";

const USDT = 1_000_000n;
let net: TestDevnet;
let client: NodeClient;

beforeAll(async () => {
  net = await openTestDevnet();
  client = createNodeClient(systemClock, net.devnet.url, null);
});
afterAll(async () => {
  client[Symbol.dispose]();
  await net[Symbol.asyncDispose]();
});

const stranger = (): string => utils.accounts.generateAccount().address.base58;
const forecast = (asset: "TRX" | "USDT", from: string, to: string, amount: bigint) =>
  forecastTransfer(client, { asset, from, to, amount, usdt: net.devnet.tokens.usdt });

/** Pays with TronWeb, and says what it cost in the end: the sun that went beside the amount. */
async function pay(tronWeb: TronWeb, asset: "TRX" | "USDT", to: string, amount: bigint, feeLimit: number): Promise<bigint> {
  const from = addressOf(tronWeb);
  const before = BigInt(await tronWeb.trx.getUnconfirmedBalance(from));
  const built =
    asset === "TRX"
      ? tronWeb.transactionBuilder.sendTrx(to, Number(amount), from)
      : tronWeb.transactionBuilder
          .triggerSmartContract(net.devnet.tokens.usdt, "transfer(address,uint256)", { feeLimit }, [
            { type: "address", value: to },
            { type: "uint256", value: amount.toString() },
          ])
          .then(({ transaction }) => transaction);
  expect(await send(tronWeb, built)).toBe("SUCCESS");
  await net.settle();
  return before - BigInt(await tronWeb.trx.getUnconfirmedBalance(from)) - (asset === "TRX" ? amount : 0n);
}

it("says of each kind of transfer what it costs in the end, to the last sun", async () => {
  const payer = await net.wallet(1_000);
  const from = addressOf(payer);
  await net.devnet.fund(from, { usdt: 100n * USDT });
  await net.settle();
  const known = addressOf(await net.wallet(1));
  const cases = [
    ["TRX", known, 5n],
    ["TRX", stranger(), 7n],
    ["USDT", known, 3n * USDT],
    // The free bandwidth of a day is used up on the way, and bytes are paid for from then on.
    ["USDT", known, USDT],
    ["USDT", stranger(), 2n * USDT],
  ] as const;
  for (const [asset, to, amount] of cases) {
    const { obstacle, cost } = await forecast(asset, from, to, amount);
    expect(obstacle).toBeNull();
    expect({ asset, amount, fee: await pay(payer, asset, to, amount, Number(cost?.fee_limit_sun)) }).toEqual({
      asset,
      amount,
      fee: BigInt(cost?.fee_sun ?? -1),
    });
    if (asset === "USDT") expect(BigInt(cost?.fee_limit_sun ?? 0)).toBeGreaterThanOrEqual(BigInt(cost?.energy ?? 0) * 100n);
  }
});

it("says what stands in the way: either side frozen, too little of it, no TRX for the fee", async () => {
  const [rich, poor] = [addressOf(await net.wallet(1_000)), stranger()];
  await net.devnet.fund(rich, { usdt: 10n * USDT });
  await net.devnet.fund(poor, { usdt: 10n * USDT });
  await net.settle();
  const obstacle = async (from: string, to: string, amount: bigint) => (await forecast("USDT", from, to, amount)).obstacle;
  expect(await obstacle(rich, poor, 11n * USDT)).toBe("balance");
  expect(await obstacle(poor, rich, USDT)).toBe("fee");
  await net.devnet.freeze(poor, true);
  expect(await obstacle(rich, poor, USDT)).toBe("receiver-frozen");
  expect(await obstacle(poor, rich, USDT)).toBe("sender-frozen");
  await net.devnet.freeze(poor, false);
  expect(await obstacle(rich, poor, USDT)).toBeNull();
  expect((await forecast("TRX", rich, poor, 2_000n * USDT)).obstacle).toBe("balance");
});
