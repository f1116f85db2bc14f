import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, openTestDevnet, send, type TestDevnet } from "./testing/with-devnet.ts";

const TRX = 1_000_000;
const DAY_MS = 86_400_000;
const refused = (text: string): string => `CONTRACT_VALIDATE_ERROR: Contract validate error : ${text}`;

describe("Stake 2.0, with TronWeb", () => {
  let net: TestDevnet;
  beforeAll(async () => {
    net = await openTestDevnet();
  });
  afterAll(() => net[Symbol.asyncDispose]());

  it("gives energy and bandwidth for what is staked, about as much as on the main network", async () => {
    const owner = await net.wallet(10_000);
    const { transactionBuilder: build, trx } = owner;
    expect(await send(owner, build.freezeBalanceV2(1_000 * TRX, "ENERGY"))).toBe("SUCCESS");
    expect(await send(owner, build.freezeBalanceV2(500 * TRX, "BANDWIDTH"))).toBe("SUCCESS");
    const resources = await trx.getAccountResources(addressOf(owner));
    expect(resources).toMatchObject({ EnergyLimit: 9_374, NetLimit: 815, tronPowerLimit: 1_500 });
    expect(resources.TotalEnergyWeight).toBe(19_200_001_000);
    expect((await trx.getUnconfirmedAccount(addressOf(owner))).frozenV2).toEqual([
      { amount: 500 * TRX },
      { type: "ENERGY", amount: 1_000 * TRX },
      { type: "TRON_POWER" },
    ]);
  });

  it("pays for a call with staked energy, which comes back within a day", async () => {
    const owner = await net.wallet(20_000);
    const other = await net.wallet(1);
    await net.devnet.fund(addressOf(owner), { usdt: 1_000_000n });
    await send(owner, owner.transactionBuilder.freezeBalanceV2(10_000 * TRX, "ENERGY"));
    const { transaction } = await owner.transactionBuilder.triggerSmartContract(
      net.devnet.tokens.usdt,
      "transfer(address,uint256)",
      { txLocal: true, feeLimit: 100 * TRX },
      [
        { type: "address", value: addressOf(other) },
        { type: "uint256", value: 1 },
      ],
      addressOf(owner),
    );
    expect(await send(owner, transaction)).toBe("SUCCESS");
    await net.devnet.chain.mine(1);
    const { receipt } = await owner.trx.getUnconfirmedTransactionInfo(transaction.txID);
    expect(receipt.energy_usage).toBe(receipt.energy_usage_total);
    expect(receipt.energy_fee).toBeUndefined();
    const used = async () => (await owner.trx.getAccountResources(addressOf(owner))).EnergyUsed;
    // One slot has passed since.
    expect(receipt.energy_usage - ((await used()) ?? 0)).toBeLessThanOrEqual(1);
    await net.devnet.chain.advance(DAY_MS / 2);
    expect(await used()).toBeLessThan(receipt.energy_usage * 0.51);
    await net.devnet.chain.advance(DAY_MS / 2);
    expect(await used()).toBeUndefined();
  });

  it("pays an unfreezing out after 14 days and not before", async () => {
    const owner = await net.wallet(10_000);
    const { transactionBuilder: build, trx } = owner;
    await send(owner, build.freezeBalanceV2(1_000 * TRX, "ENERGY"));
    expect(await send(owner, build.unfreezeBalanceV2(400 * TRX, "ENERGY"))).toBe("SUCCESS");
    const count = () => trx.getAvailableUnfreezeCount(addressOf(owner), { confirmed: false });
    expect(await count()).toEqual({ count: 31 });
    const [unfreezing] = (await trx.getUnconfirmedAccount(addressOf(owner))).unfrozenV2;
    const due = unfreezing?.unfreeze_expire_time ?? 0;
    const withdrawable = (at: number) => trx.getCanWithdrawUnfreezeAmount(addressOf(owner), at, { confirmed: false });
    expect(await withdrawable(due - 1)).toEqual({});
    expect(await withdrawable(due)).toEqual({ amount: 400 * TRX });
    expect(await send(owner, build.withdrawExpireUnfreeze())).toBe(refused("no unFreeze balance to withdraw "));
    await net.devnet.chain.advance(14 * DAY_MS - 60_000);
    expect(await send(owner, build.withdrawExpireUnfreeze())).toBe(refused("no unFreeze balance to withdraw "));
    await net.devnet.chain.advance(60_000);
    const before = await trx.getUnconfirmedBalance(addressOf(owner));
    const paying = await build.withdrawExpireUnfreeze();
    expect(await send(owner, paying)).toBe("SUCCESS");
    expect(await trx.getUnconfirmedBalance(addressOf(owner))).toBe(before + 400 * TRX);
    await net.devnet.chain.mine(1);
    expect(await trx.getUnconfirmedTransactionInfo(paying.txID)).toMatchObject({ withdraw_expire_amount: 400 * TRX });
    expect(await count()).toEqual({ count: 32 });
  });

  it("stakes again what waits when all unfreezings are cancelled", async () => {
    const owner = await net.wallet(10_000);
    const { transactionBuilder: build, trx } = owner;
    expect(await send(owner, build.cancelUnfreezeBalanceV2())).toBe(refused("No unfreezeV2 list to cancel"));
    await send(owner, build.freezeBalanceV2(1_000 * TRX, "ENERGY"));
    await send(owner, build.unfreezeBalanceV2(300 * TRX, "ENERGY"));
    // TronWeb takes a transaction's time from the head: the refused one would be the same.
    await net.devnet.chain.mine(1);
    const cancelling = await build.cancelUnfreezeBalanceV2();
    expect(await send(owner, cancelling)).toBe("SUCCESS");
    await net.devnet.chain.mine(1);
    const info = await trx.getUnconfirmedTransactionInfo(cancelling.txID);
    expect(info).toMatchObject({ cancel_unfreezeV2_amount: expect.arrayContaining([{ key: "ENERGY", value: 300 * TRX }]) });
    expect((await trx.getUnconfirmedAccount(addressOf(owner))).frozenV2).toContainEqual({ type: "ENERGY", amount: 1_000 * TRX });
  });

  it("refuses what cannot be staked or unfrozen, in the real network's words", async () => {
    const owner = await net.wallet(100);
    const { transactionBuilder: build } = owner;
    expect(await send(owner, build.freezeBalanceV2(TRX - 1, "ENERGY"))).toBe(
      refused("frozenBalance must be greater than or equal to 1 TRX"),
    );
    expect(await send(owner, build.freezeBalanceV2(101 * TRX, "ENERGY"))).toBe(
      refused("frozenBalance must be less than or equal to accountBalance"),
    );
    expect(await send(owner, build.unfreezeBalanceV2(TRX, "ENERGY"))).toBe(refused("no frozenBalance(Energy)"));
    await send(owner, build.freezeBalanceV2(10 * TRX, "BANDWIDTH"));
    expect(await send(owner, build.unfreezeBalanceV2(11 * TRX, "BANDWIDTH"))).toBe(
      refused(`Invalid unfreeze_balance, [${11 * TRX}] is error`),
    );
    expect(await send(owner, build.freezeBalance(10 * TRX, 3, "ENERGY"))).toBe(
      refused("freeze v2 is open, old freeze is closed"),
    );
  });

  it("lends a stake, tells both who lends to whom, and takes it back", async () => {
    const [owner, user] = [await net.wallet(10_000), await net.wallet(10)];
    const { transactionBuilder: build, trx } = owner;
    await send(owner, build.freezeBalanceV2(1_000 * TRX, "ENERGY"));
    const most = (await trx.getCanDelegatedMaxSize(addressOf(owner), "ENERGY", { confirmed: false })).max_size;
    expect(most).toBe(1_000 * TRX);
    expect(await send(owner, build.delegateResource(600 * TRX, addressOf(user), "ENERGY"))).toBe("SUCCESS");
    expect(await trx.getAccountResources(addressOf(user))).toMatchObject({ EnergyLimit: 5_624 });
    const hex = (base58: string) => owner.address.toHex(base58).toLowerCase();
    const lent = await trx.getDelegatedResourceV2(addressOf(owner), addressOf(user), { confirmed: false });
    expect(lent.delegatedResource).toEqual([
      { from: hex(addressOf(owner)), to: hex(addressOf(user)), frozen_balance_for_energy: 600 * TRX },
    ]);
    const index = (of: string) => trx.getDelegatedResourceAccountIndexV2(of, { confirmed: false });
    expect(await index(addressOf(owner))).toMatchObject({ toAccounts: [hex(addressOf(user))] });
    expect(await index(addressOf(user))).toMatchObject({ fromAccounts: [hex(addressOf(owner))] });
    expect(await send(owner, build.delegateResource(500 * TRX, addressOf(user), "ENERGY"))).toBe(
      refused("delegateBalance must be less than or equal to available FreezeEnergyV2 balance"),
    );
    expect(await send(owner, build.undelegateResource(700 * TRX, addressOf(user), "ENERGY"))).toBe(
      refused(`insufficient delegateFrozenBalance(Energy), request=${700 * TRX}, unlock_balance=${600 * TRX}`),
    );
    expect(await send(owner, build.undelegateResource(600 * TRX, addressOf(user), "ENERGY"))).toBe("SUCCESS");
    expect(await trx.getDelegatedResourceV2(addressOf(owner), addressOf(user), { confirmed: false })).toEqual({});
    expect((await trx.getAccountResources(addressOf(user))).EnergyLimit).toBeUndefined();
  });

  it("takes a locked loan back only when its time is over", async () => {
    const [owner, user] = [await net.wallet(10_000), await net.wallet(10)];
    const { transactionBuilder: build } = owner;
    await send(owner, build.freezeBalanceV2(1_000 * TRX, "BANDWIDTH"));
    const slots = 28_800;
    expect(
      await send(owner, build.delegateResource(100 * TRX, addressOf(user), "BANDWIDTH", addressOf(owner), true, slots)),
    ).toBe("SUCCESS");
    const takeBack = () => send(owner, build.undelegateResource(100 * TRX, addressOf(user), "BANDWIDTH"));
    expect(await takeBack()).toBe(
      refused(`insufficient delegatedFrozenBalance(BANDWIDTH), request=${100 * TRX}, unlock_balance=0`),
    );
    await net.devnet.chain.advance(DAY_MS + 3_000);
    expect(await takeBack()).toBe("SUCCESS");
  });
});
