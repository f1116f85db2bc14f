import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, openTestDevnet, send, type TestDevnet } from "./testing/with-devnet.ts";

const TRX = 1_000_000;
const MAINTENANCE_MS = 21_600_000;
const DAY_MS = 86_400_000;
const refused = (text: string): string => `CONTRACT_VALIDATE_ERROR: Contract validate error : ${text}`;

describe("votes and rewards, with TronWeb", () => {
  let net: TestDevnet;
  let witness: string;
  beforeAll(async () => {
    net = await openTestDevnet();
    const reader = await net.wallet();
    const witnesses = await reader.trx.listSuperRepresentatives();
    expect(witnesses).toHaveLength(27);
    witness = reader.address.fromHex(witnesses[0]?.address ?? "");
  });
  afterAll(() => net[Symbol.asyncDispose]());

  it("counts votes at the next maintenance, and shows before what they will be", async () => {
    const voter = await net.wallet(10_000);
    await send(voter, voter.transactionBuilder.freezeBalanceV2(5_000 * TRX, "ENERGY"));
    const votesOf = async () => {
      const all = await voter.trx.listSuperRepresentatives();
      return all.find(({ address }) => voter.address.fromHex(address) === witness)?.voteCount ?? 0;
    };
    const before = await votesOf();
    expect(await send(voter, voter.transactionBuilder.vote({ [witness]: 5_001 }))).toBe(
      refused(`The total number of votes[${5_001 * TRX}] is greater than the tronPower[${5_000 * TRX}]`),
    );
    expect(await send(voter, voter.transactionBuilder.vote({ [witness]: 5_000 }))).toBe("SUCCESS");
    expect(await votesOf()).toBe(before);
    const [first] = await voter.trx.getNowWitnessList({ offset: 0, limit: 1, confirmed: false });
    expect(first?.voteCount).toBe(before + 5_000);
    await net.devnet.chain.advance(MAINTENANCE_MS);
    expect(await votesOf()).toBe(before + 5_000);
    expect((await voter.trx.getUnconfirmedAccount(addressOf(voter))).votes).toEqual([
      { vote_address: voter.address.toHex(witness).toLowerCase(), vote_count: 5_000 },
    ]);
  });

  it("pays voters their share of a finished cycle, once in 24 hours", async () => {
    const voter = await net.wallet(2_000_000);
    const { transactionBuilder: build, trx } = voter;
    const reward = () => trx.getUnconfirmedReward(addressOf(voter));
    await send(voter, build.freezeBalanceV2(1_000_000 * TRX, "ENERGY"));
    expect(await send(voter, build.withdrawBlockRewards())).toBe(refused("witnessAccount does not have any reward"));
    expect(await send(voter, build.vote({ [witness]: 1_000_000 }))).toBe("SUCCESS");
    await net.devnet.chain.advance(MAINTENANCE_MS);
    await net.devnet.chain.mine(27);
    expect(await reward()).toBe(0);
    await net.devnet.chain.advance(MAINTENANCE_MS);
    // 28 blocks of the cycle paid 8 TRX to this witness once, and its share of 128 TRX each; four fifths are its voters'.
    const votes = 1_692_592_592 + 1_005_000;
    const standby = (128 * 28 * votes) / (27 * 1_692_592_592 + 1_005_000);
    const expected = (((8 + standby) * 0.8 * 1_000_000) / votes) * TRX;
    expect(Math.abs((await reward()) - expected)).toBeLessThan(expected / 100 + 2);
    const owed = await reward();
    const before = await trx.getUnconfirmedBalance(addressOf(voter));
    const taking = await build.withdrawBlockRewards();
    expect(await send(voter, taking)).toBe("SUCCESS");
    expect(await trx.getUnconfirmedBalance(addressOf(voter))).toBe(before + owed);
    await net.devnet.chain.mine(1);
    expect(await trx.getUnconfirmedTransactionInfo(taking.txID)).toMatchObject({ withdraw_amount: owed });
    expect(await send(voter, build.withdrawBlockRewards())).toMatch(/The last withdraw time is \d+, less than 24 hours$/);
    await net.devnet.chain.advance(DAY_MS);
    await net.devnet.chain.advance(MAINTENANCE_MS);
    expect(await send(voter, build.withdrawBlockRewards())).toBe("SUCCESS");
  });

  it("takes votes back that an unfreezing no longer carries", async () => {
    const voter = await net.wallet(10_000);
    await send(voter, voter.transactionBuilder.freezeBalanceV2(1_000 * TRX, "BANDWIDTH"));
    await send(voter, voter.transactionBuilder.vote({ [witness]: 1_000 }));
    await send(voter, voter.transactionBuilder.unfreezeBalanceV2(400 * TRX, "BANDWIDTH"));
    const { votes } = await voter.trx.getUnconfirmedAccount(addressOf(voter));
    expect(votes).toMatchObject([{ vote_count: 600 }]);
  });

  it("tells brokerage, the next maintenance, parameters and prices", async () => {
    const { trx } = await net.wallet();
    expect(await trx.getUnconfirmedBrokerage(witness)).toBe(20);
    expect(await trx.timeUntilNextVoteCycle()).toBeGreaterThan(0);
    const parameters = await trx.getChainParameters();
    expect(parameters).toContainEqual({ key: "getEnergyFee", value: 100 });
    expect(parameters).toContainEqual({ key: "getUnfreezeDelayDays", value: 14 });
    expect(await trx.getEnergyPrices()).toBe("0:100");
    expect(await trx.getBandwidthPrices()).toBe("0:1000");
  });
});
