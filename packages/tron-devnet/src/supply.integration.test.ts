import { expect, it } from "vitest";
import type { Devnet } from "./start-devnet.ts";
import type { StateReader } from "./state/state.ts";
import { addressOf, openTestDevnet, send } from "./testing/with-devnet.ts";

const TRX = 1_000_000;
const DAY_MS = 86_400_000;
const PAID_BY_A_BLOCK = 136_000_000n;

/** All sun there is: with accounts, staked, lent, waiting, burnt, and what is owed to voters of this cycle and of those before. */
function supplyOf({ chain }: Devnet, state: StateReader): bigint {
  let sum = state.get("property", "burnt") ?? 0n;
  for (const { key } of chain.accounts()) {
    const account = state.get("account", key);
    if (!account) continue;
    sum += account.balance + account.allowance + account.frozen.BANDWIDTH + account.frozen.ENERGY;
    sum += account.delegatedOut.BANDWIDTH + account.delegatedOut.ENERGY;
    for (const { amount } of account.unfreezing) sum += amount;
  }
  return sum;
}

it("neither makes nor loses a sun: what is there grows by what blocks paid to witnesses themselves, and by rewards that are taken", async () => {
  await using net = await openTestDevnet();
  const { devnet } = net;
  const { chain } = devnet;
  const state = chain.state(false);
  const [owner, user] = [await net.wallet(2_000_000), await net.wallet(100)];
  const { transactionBuilder: build } = owner;
  await devnet.fund(addressOf(owner), { usdt: 1_000_000n });
  await chain.mine(1);
  const begin = { supply: supplyOf(devnet, state), block: chain.head().number };
  const [first] = await owner.trx.listSuperRepresentatives();
  const witness = owner.address.fromHex(first?.address ?? "");

  expect(await send(owner, build.freezeBalanceV2(1_000_000 * TRX, "ENERGY"))).toBe("SUCCESS");
  expect(await send(owner, build.delegateResource(5_000 * TRX, addressOf(user), "ENERGY"))).toBe("SUCCESS");
  expect(await send(owner, build.vote({ [witness]: 900_000 }))).toBe("SUCCESS");
  expect(await send(owner, build.sendTrx(addressOf(await net.wallet()), 3 * TRX, addressOf(owner)))).toBe("SUCCESS");
  expect(await send(owner, build.unfreezeBalanceV2(200_000 * TRX, "ENERGY"))).toBe("SUCCESS");
  const { transaction } = await user.transactionBuilder.triggerSmartContract(
    devnet.tokens.usdt,
    "approve(address,uint256)",
    { txLocal: true, feeLimit: 50 * TRX },
    [
      { type: "address", value: addressOf(owner) },
      { type: "uint256", value: 5 },
    ],
    addressOf(user),
  );
  expect(await send(user, transaction)).toBe("SUCCESS");
  await chain.mine(30);
  await chain.fork(5, "all");
  await chain.advance(7 * DAY_MS);
  await chain.advance(8 * DAY_MS);
  expect(await send(owner, build.undelegateResource(5_000 * TRX, addressOf(user), "ENERGY"))).toBe("SUCCESS");
  expect(await send(owner, build.withdrawExpireUnfreeze())).toBe("SUCCESS");
  const taking = await build.withdrawBlockRewards();
  expect(await send(owner, taking)).toBe("SUCCESS");
  await chain.mine(1);

  const { withdraw_amount: rewards } = await owner.trx.getUnconfirmedTransactionInfo(taking.txID);
  const blocks = BigInt(chain.head().number - begin.block);
  const grown = supplyOf(devnet, state) - begin.supply - BigInt(rewards);
  // A witness keeps a fifth; shares of 128 TRX are rounded down, by less than a sun for each of 27 witnesses.
  const kept = (PAID_BY_A_BLOCK * blocks) / 5n;
  expect(grown).toBeLessThanOrEqual(kept);
  expect(grown).toBeGreaterThan(kept - 54n * blocks);
});
