import { expect, it } from "vitest";
import { addressOf, openTestDevnet } from "./testing/with-devnet.ts";

it("goes on after a restart with the head's state, the solidified one, and its time", async () => {
  await using net = await openTestDevnet();
  const [from, to] = [await net.wallet(100), await net.wallet()];
  await net.settle();
  await net.devnet.chain.advance(3_600_000);
  await from.trx.sendTransaction(addressOf(to), 7_000_000);
  await net.devnet.chain.mine(2);
  const [head, solid] = [net.devnet.chain.head(), net.devnet.chain.solid()];
  const lost = await from.trx.sendTransaction(addressOf(to), 1_000_000);
  const again = await net.restart();
  expect(again.devnet.chain.head()).toEqual(head);
  expect(again.devnet.chain.solid()).toEqual(solid);
  const reader = await again.wallet();
  expect(await reader.trx.getUnconfirmedBalance(addressOf(to))).toBe(7_000_000);
  expect(await reader.trx.getBalance(addressOf(to))).toBe(0);
  expect(await reader.trx.getUnconfirmedTransactionInfo(lost.txid)).toEqual({});
  await again.devnet.chain.mine(20);
  expect(await reader.trx.getBalance(addressOf(to))).toBe(7_000_000);
  expect(again.devnet.chain.now()).toBeGreaterThan(head.timestamp);
});

it("lets no second devnet into its folder", async () => {
  await using net = await openTestDevnet();
  await expect(net.openAgain()).rejects.toThrow("Another devnet uses the folder");
});
