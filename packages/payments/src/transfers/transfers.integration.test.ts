import { mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  OrderedTransfer,
  PaymentsCalls,
  StakingAction,
  StakingRules,
  TransferState,
  TronWalletId,
  WalletSecret,
} from "@lucid/contract";
import { addressOf, openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { utils } from "tronweb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seal } from "../testing/seal.ts";
import { INVOICE_RULES, PAYOUT_RULES, STAKING_RULES, startProcess, type TestProcess } from "../testing/start-process.ts";

const PHRASE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const PASSPHRASE = "a passphrase of a test";
const user_id = "11111111-1111-4111-8111-111111111111";
const USDT = 1_000_000n;

const folder = mkdtempSync(join(tmpdir(), "lucid-transfers-"));
let net: TestDevnet;
let payments: TestProcess;
let wallet_id: TronWalletId;
let keys = 0;

const start = (staking: Partial<StakingRules> = {}): Promise<TestProcess> =>
  startProcess({
    ...{ folder, network: "devnet", endpoint: net.devnet.url },
    keystore_cost: { memory_kib: 8_192, passes: 1, lanes: 1 },
    day_limits: { sun: "1000000000", micro_usdt: "100000000" },
    payout_rules: PAYOUT_RULES,
    invoice_rules: INVOICE_RULES,
    staking_rules: { ...STAKING_RULES, ...staking },
  });
const sealed = async (secret: WalletSecret): Promise<string> => seal((await payments.call("sealingKey", {})).recipient, secret);
async function unlock(): Promise<void> {
  const secret = await sealed({ purpose: "unlock", user_id, wallet_id, passphrase: PASSPHRASE });
  await payments.call("unlockWallet", { user_id, wallet_id, seconds: 3_600, sealed: secret });
}

beforeAll(async () => {
  net = await openTestDevnet();
  await net.devnet.fund(ADDRESS, { trx: 1_000n * USDT, usdt: 500n * USDT });
  await net.settle();
  payments = await start();
  const secret = await sealed({ purpose: "create", user_id, material: PHRASE, passphrase: PASSPHRASE });
  wallet_id = (await payments.call("createWallet", { user_id, name: "one", sealed: secret })).wallet_id;
});
afterAll(async () => {
  await payments?.[Symbol.asyncDispose]();
  await net?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const stranger = (): string => utils.accounts.generateAccount().address.base58;
function order(over: Partial<PaymentsCalls["sendTransfer"]["input"]> = {}): PaymentsCalls["sendTransfer"]["input"] {
  const idempotency_key = `a transfer of a test ${(keys += 1)}`;
  return {
    user_id,
    wallet_id,
    asset: "USDT",
    to_address: stranger(),
    amount: "1500000",
    most_fee_sun: "10000000",
    idempotency_key,
    ...over,
  };
}
const send = (over: Partial<PaymentsCalls["sendTransfer"]["input"]> = {}) => payments.call("sendTransfer", order(over));
const now = ({ transfer_id }: Pick<OrderedTransfer, "transfer_id">) => payments.call("getTransfer", { user_id, transfer_id });
/**
 * Blocks are made until the transfer is there: its process looks at each of them. Blocks are time, and made before the network was told they
 * would be the end of what was signed.
 */
async function until(transfer: OrderedTransfer, state: TransferState): Promise<OrderedTransfer> {
  if (state === "solidified") await expect.poll(async () => (await now(transfer)).state).toMatch(/^(?:broadcast|seen)$/);
  await expect
    .poll(async () => {
      if (state !== "failed") await net.devnet.chain.mine(1);
      await payments.call("network", {});
      return (await now(transfer)).state;
    })
    .toBe(state);
  return await now(transfer);
}
const usdtOf = async (address: string): Promise<bigint> => {
  const { micro_usdt } = await payments.call("balance", { user_id, wallet_id: (await watch(address)).wallet_id });
  return BigInt(micro_usdt);
};
async function watch(address: string) {
  const known = (await payments.call("listWallets", { user_id })).find((wallet) => wallet.address === address);
  return known ?? (await payments.call("watchWallet", { user_id, name: "watched", address }));
}

it("refuses what cannot be, without signing anything", async () => {
  const watched = await watch(stranger());
  await expect(send({ wallet_id: watched.wallet_id })).rejects.toThrow("WATCH_ONLY");
  await payments.call("removeWallet", { user_id, wallet_id: watched.wallet_id });
  await expect(send({ wallet_id: "99999999-9999-4999-8999-999999999999" })).rejects.toThrow("WALLET_NOT_FOUND");
  await expect(send({ amount: "100000001" })).rejects.toThrow('TRANSFER_LIMIT {"limit":"100000000","left":"100000000"}');
  await expect(send({ most_fee_sun: "1" })).rejects.toThrow("FEE_HIGHER");
  await expect(send({ asset: "TRX", to_address: ADDRESS })).rejects.toThrow('TRANSFER_IMPOSSIBLE {"obstacle":"refused"}');
  const frozen = stranger();
  await net.devnet.freeze(frozen, true);
  await expect(send({ to_address: frozen })).rejects.toThrow('TRANSFER_IMPOSSIBLE {"obstacle":"receiver-frozen"}');
  expect((await payments.call("listTransfers", { user_id, limit: 5 })).transfers).toEqual([]);
});

it("waits for its key, is cancelled while nothing is signed, by its owner alone, and not after that", async () => {
  const { transfer_id } = await send();
  const stranger_id = "22222222-2222-4222-8222-222222222222";
  for (const method of ["getTransfer", "cancelTransfer"] as const)
    await expect(payments.call(method, { user_id: stranger_id, transfer_id })).rejects.toThrow("TRANSFER_NOT_FOUND");
  await expect(payments.call("retryTransfer", { user_id, transfer_id, most_fee_sun: "1" })).rejects.toThrow(
    'TRANSFER_STATE {"state":"requested"}',
  );
  expect(await payments.call("cancelTransfer", { user_id, transfer_id })).toMatchObject({ state: "cancelled", forms: 0 });
  await unlock();
  await payments.call("network", {});
  await expect(payments.call("cancelTransfer", { user_id, transfer_id })).rejects.toThrow('TRANSFER_STATE {"state":"cancelled"}');
});

it("pays USDT and TRX, tells of every state, and says what it cost beside what it was to cost", async () => {
  for (const asset of ["USDT", "TRX"] as const) {
    const asked = order({ asset });
    const ordered = await payments.call("sendTransfer", asked);
    expect(ordered).toMatchObject({ state: "requested", forms: 0, transaction_id: null, from_address: ADDRESS });
    const paid = await until(ordered, "solidified");
    expect(paid).toMatchObject({ forms: 1, reason: null, trouble: null, cost: { fee_sun: paid.forecast_fee_sun } });
    expect(paid.steps.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1])).toEqual(
      ["requested", "signed", "broadcast", "seen", "solidified"].filter((state) => paid.steps.some((one) => one.state === state)),
    );
    const told = payments.heard.flatMap((said) =>
      said.type === "transfer" && said.transfer.transfer_id === paid.transfer_id ? [said.transfer.state] : [],
    );
    expect(told).toEqual(paid.steps.map(({ state }) => state));
    // Asked again, also much later, it is the same; and another order under its key is refused.
    expect(await payments.call("sendTransfer", asked)).toEqual(paid);
    await expect(payments.call("sendTransfer", { ...asked, amount: "2" })).rejects.toThrow("TRANSFER_DIFFERS");
    const held = await payments.call("balance", { user_id, wallet_id: (await watch(asked.to_address)).wallet_id });
    expect(asset === "TRX" ? held.sun : held.micro_usdt).toBe("1500000");
  }
});

it("goes on from what is stored when its process was killed, and pays once", async () => {
  const fault = net.devnet.faults.add({ kind: "drop", path: "/wallet/broadcasthex" });
  const ordered = await send();
  await expect.poll(async () => (await now(ordered)).state).toBe("signed");
  const signed = await now(ordered);
  const ended = new Promise((resolve) => payments.child.once("exit", resolve));
  payments.child.kill("SIGKILL");
  await ended;
  net.devnet.faults.remove(fault.id);
  payments = await start();
  const paid = await until(ordered, "solidified");
  expect(paid).toMatchObject({ forms: 1, transaction_id: signed.transaction_id });
  expect(await usdtOf(paid.to_address)).toBe(1_500_000n);
  await unlock();
});

it("expires when nobody has heard of it, is signed anew only then and only when it is wanted, and is paid once", async () => {
  const fault = net.devnet.faults.add({ kind: "drop", path: "/wallet/broadcasthex" });
  const ordered = await send();
  await expect.poll(async () => (await now(ordered)).state).toBe("signed");
  const expired = await until(ordered, "expired");
  expect(net.devnet.chain.solid().timestamp).toBeGreaterThanOrEqual(Date.parse(expired.expires_at ?? ""));
  net.devnet.faults.remove(fault.id);
  await payments.call("retryTransfer", { user_id, transfer_id: ordered.transfer_id, most_fee_sun: "10000000" });
  const paid = await until(ordered, "solidified");
  expect(paid).toMatchObject({ forms: 2 });
  expect(paid.transaction_id).not.toBe(expired.transaction_id);
  expect(await usdtOf(paid.to_address)).toBe(1_500_000n);
});

it("lists them by pages, the newest first, of all wallets or of one", async () => {
  const all = (await payments.call("listTransfers", { user_id, limit: 100 })).transfers;
  const first = await payments.call("listTransfers", { user_id, wallet_id, limit: 2 });
  expect(first.transfers).toEqual(all.slice(0, 2));
  const cursor = first.next_cursor ?? expect.fail("there is no second page");
  const rest = await payments.call("listTransfers", { user_id, limit: 100, cursor });
  expect(rest).toEqual({ transfers: all.slice(2), next_cursor: null });
  expect((await payments.call("listTransfers", { user_id, limit: 5, cursor: "no cursor" })).transfers).toEqual([]);
  const none = { user_id, limit: 5, wallet_id: "99999999-9999-4999-8999-999999999999" };
  expect((await payments.call("listTransfers", none)).transfers).toEqual([]);
});

const DAY_MS = 86_400_000;
const WALLET = {
  user_id,
  get wallet_id() {
    return wallet_id;
  },
};
async function stake(action: StakingAction, state: TransferState = "solidified"): Promise<OrderedTransfer> {
  const asked = { ...WALLET, action, most_fee_sun: "1000000", idempotency_key: `about a stake ${(keys += 1)}` };
  const ordered = await payments.call("orderStaking", asked);
  expect(ordered).toMatchObject({ staking: action, asset: "TRX", from_address: ADDRESS });
  expect(await payments.call("orderStaking", asked)).toMatchObject({ transfer_id: ordered.transfer_id });
  const another = { kind: action.kind === "claim" ? "withdraw" : "claim" } as const;
  await expect(payments.call("orderStaking", { ...asked, action: another })).rejects.toThrow("TRANSFER_DIFFERS");
  return state === "requested" ? ordered : await until(ordered, state);
}
const status = () => payments.call("stakingStatus", WALLET);

it("stakes, unstakes and withdraws once each, one at a time, and says what is held, waiting and due", async () => {
  await net.devnet.fund(ADDRESS, { trx: 5_000n * USDT });
  await net.settle();
  const forecast = await payments.call("forecastStaking", {
    ...WALLET,
    action: { kind: "freeze", amount: "3000000000", resource: "energy" },
  });
  expect(forecast).toMatchObject({ obstacle: null, effect: { amount: "3000000000", votes_lost: "0", paid_out: "0" } });
  const before = BigInt((await status()).available);
  await payments.call("lockWallet", WALLET);
  const waits = await stake({ kind: "freeze", amount: "3000000000", resource: "energy" }, "requested");
  // While it waits for its key nothing else is done with the stake, and what it takes is spent nowhere else.
  const other = { kind: "freeze", amount: "1000000", resource: "bandwidth" } as const;
  await expect(stake(other, "requested")).rejects.toThrow('STAKING_IMPOSSIBLE {"obstacle":"under-way"');
  expect(await payments.call("forecastStaking", { ...WALLET, action: other })).toMatchObject({ obstacle: "under-way" });
  await expect(send({ asset: "TRX", amount: String(before - 1_000_000n) })).rejects.toThrow("TRANSFER_LIMIT");
  await unlock();
  const frozen = await until(waits, "solidified");
  expect(frozen).toMatchObject({ forms: 1, paid_out: "0", cost: { fee_sun: frozen.forecast_fee_sun } });
  const held = await status();
  expect(held).toMatchObject({ energy: { staked: "3000000000", lent: "0" }, bandwidth: { staked: "0" }, votes_most: "3000" });
  expect(BigInt(held.available)).toBe(before - 3_000_000_000n - BigInt(frozen.cost?.fee_sun ?? -1));
  // The network counts with floating point.
  expect(Math.abs(held.energy.supply.limit - forecast.effect.units_a_day)).toBeLessThanOrEqual(1);

  await stake({ kind: "unfreeze", amount: "1000000000", resource: "energy" });
  const waiting = await status();
  expect(waiting).toMatchObject({ energy: { staked: "2000000000" }, withdrawable: "0", unfreezings_left: 31 });
  const [due] = waiting.unfreezing;
  expect(due).toMatchObject({ resource: "energy", amount: "1000000000" });
  await expect(stake({ kind: "withdraw" })).rejects.toThrow(
    `STAKING_IMPOSSIBLE {"obstacle":"nothing-due","limit":null,"until":"${due?.withdrawable_at}"}`,
  );
  await net.devnet.chain.advance(14 * DAY_MS);
  await net.settle();
  expect(await status()).toMatchObject({ withdrawable: "1000000000", unfreezings_left: 32 });
  const paid = await stake({ kind: "withdraw" });
  expect(paid).toMatchObject({ amount: "1000000000", paid_out: "1000000000" });
  expect(await status()).toMatchObject({ withdrawable: "0", unfreezing: [], energy: { staked: "2000000000" } });
});

it("goes on with an order about a stake when its process was killed, and does it once", async () => {
  const fault = net.devnet.faults.add({ kind: "lose-answer", path: "/wallet/broadcasthex" });
  const ordered = await stake({ kind: "unfreeze", amount: "500000000", resource: "energy" }, "requested");
  await expect.poll(async () => (await now(ordered)).state).not.toBe("requested");
  const ended = new Promise((resolve) => payments.child.once("exit", resolve));
  payments.child.kill("SIGKILL");
  await ended;
  net.devnet.faults.remove(fault.id);
  payments = await start({ hold_days: 3 });
  await unlock();
  expect(await until(ordered, "solidified")).toMatchObject({ forms: 1 });
  expect(await status()).toMatchObject({ energy: { staked: "1500000000" }, unfreezings_left: 31 });
});

it("keeps what it has staked for as long as the node asks for, and stakes again what waits", async () => {
  expect(await stake({ kind: "cancel-unfreezing" })).toMatchObject({ amount: "500000000", paid_out: "0" });
  await stake({ kind: "freeze", amount: "100000000", resource: "energy" });
  const { energy } = await status();
  expect(energy).toMatchObject({ staked: "2100000000", held: "100000000" });
  const most = { kind: "unfreeze", resource: "energy" } as const;
  await expect(stake({ ...most, amount: "2000000001" })).rejects.toThrow(
    `STAKING_IMPOSSIBLE {"obstacle":"held","limit":"2000000000","until":"${energy.held_until}"}`,
  );
  await net.devnet.chain.advance(3 * DAY_MS);
  await net.settle();
  expect(await status()).toMatchObject({ energy: { held: "0", held_until: null } });
  await stake({ ...most, amount: "2000000001" });
});

const refused = async (action: StakingAction): Promise<string> => {
  const { obstacle, limit } = await payments.call("forecastStaking", { ...WALLET, action });
  return `${obstacle} ${limit ?? ""}`.trim();
};

it("lends a stake and takes it back, locked or not, and says who cannot be lent to", async () => {
  const other = addressOf(await net.wallet(1));
  const loan = { kind: "delegate", resource: "energy", amount: "40000000", to_address: other } as const;
  await net.settle();
  const { lendable } = (await status()).energy;
  expect(await refused({ ...loan, amount: "999999" })).toBe("below-one 1000000");
  expect(await refused({ ...loan, to_address: ADDRESS })).toBe("receiver-self");
  expect(await refused({ ...loan, to_address: stranger() })).toBe("receiver-unknown");
  expect(await refused({ ...loan, to_address: net.devnet.tokens.usdt })).toBe("receiver-contract");
  expect(await refused({ ...loan, amount: String(BigInt(lendable) + 1n) })).toBe(`not-free ${lendable}`);
  expect(await refused({ ...loan, lock_hours: 8_760 })).toBe("lock-long");
  await stake(loan);
  const lent = await stake({ ...loan, amount: "20000000", lock_hours: 24 });
  expect(lent).toMatchObject({ to_address: other, amount: "20000000" });
  const { energy, lent_to, are_loans_whole, votes_most } = await status();
  // What is lent is not staked for oneself; its votes stay.
  expect({ energy, votes_most, are_loans_whole }).toMatchObject({
    energy: { staked: "39999999", lent: "60000000" },
    ...{ votes_most: "99", are_loans_whole: true },
  });
  expect(lent_to).toMatchObject([
    { resource: "energy", amount: "40000000", other, locked_until: null },
    { resource: "energy", amount: "20000000", other, locked_until: expect.any(String) },
  ]);
  expect(await refused({ ...loan, lock_hours: 1, amount: "1000000" })).toBe("lock-short");
  const back = { ...loan, kind: "undelegate" } as const;
  expect(await refused({ ...back, amount: "40000001" })).toBe("not-lent 40000000");
  await stake({ ...back, amount: "10000000" });
  await net.devnet.chain.advance(DAY_MS + 60_000);
  await net.settle();
  await stake({ ...back, amount: "50000000" });
  expect(await status()).toMatchObject({ lent_to: [], energy: { staked: "99999999", lent: "0" } });
});

it("votes with the whole list, loses votes with what it unstakes, and claims rewards once a day", async () => {
  const witnesses = await payments.call("stakingWitnesses", { limit: 2 });
  const [first, second] = witnesses.map(({ address }) => address);
  const vote = (...votes: readonly (readonly [witness: string | undefined, votes: string])[]) =>
    ({ kind: "vote", votes: votes.map(([witness = "", count]) => ({ witness, votes: count })) }) as const satisfies StakingAction;
  expect(await refused(vote([first, "100"]))).toBe("votes");
  expect(await refused(vote([ADDRESS, "1"]))).toBe("witness-unknown");
  expect(await refused({ kind: "claim" })).toBe("no-reward");
  await stake(vote([first, "50"]));
  await stake(vote([first, "60"], [second, "30"]));
  expect((await status()).rewards.votes).toEqual([
    { witness: first, votes: "60" },
    { witness: second, votes: "30" },
  ]);
  const less = { kind: "unfreeze", resource: "energy", amount: "50000000" } as const;
  const { effect } = await payments.call("forecastStaking", { ...WALLET, action: less });
  expect(effect).toMatchObject({ votes_lost: "41", votes_before: [{ votes: "60" }, { votes: "30" }] });
  await stake(less);
  expect((await status()).rewards.votes).toMatchObject([{ votes: "33" }, { votes: "16" }]);
  // Two rounds of six hours: votes count in the second, which pays when it is over.
  for (let round = 0; round < 2; round += 1) {
    await net.devnet.chain.advance(21_600_000);
    await net.devnet.chain.mine(27);
  }
  await net.devnet.chain.advance(21_600_000);
  await net.settle();
  const { reward } = await payments.call("stakingRewards", WALLET);
  expect(BigInt(reward)).toBeGreaterThan(0n);
  const claimed = await stake({ kind: "claim" });
  expect(BigInt(claimed.paid_out ?? 0)).toBeGreaterThanOrEqual(BigInt(reward));
  expect(await refused({ kind: "claim" })).toBe("too-soon");
  expect((await status()).rewards.claimable_at).not.toBeNull();
});

it("fails where the receiver is frozen by the time it is signed, or its wallet is gone, and is not signed then", async () => {
  const lock = () => payments.call("lockWallet", { user_id, wallet_id });
  await lock();
  const ordered = await send();
  await net.devnet.freeze(ordered.to_address, true);
  await unlock();
  expect(await until(ordered, "failed")).toMatchObject({ reason: "receiver-frozen", forms: 0 });
  await net.devnet.freeze(ordered.to_address, false);
  await payments.call("retryTransfer", { user_id, transfer_id: ordered.transfer_id, most_fee_sun: "1" });
  expect(await until(ordered, "failed")).toMatchObject({ reason: "fee-higher", forms: 0 });
  await payments.call("retryTransfer", { user_id, transfer_id: ordered.transfer_id, most_fee_sun: "10000000" });
  expect(await until(ordered, "solidified")).toMatchObject({ reason: null, forms: 1 });
  await lock();
  const orphan = await send();
  await payments.call("removeWallet", { user_id, wallet_id });
  expect(await until(orphan, "failed")).toMatchObject({ reason: "no-key", forms: 0 });
});

it("keeps nothing of an account that is gone, but what is signed until it has come to its end", async () => {
  expect(await payments.call("listOwners", {})).toEqual({ user_ids: [user_id] });
  const secret = await sealed({ purpose: "create", user_id, material: PHRASE, passphrase: PASSPHRASE });
  wallet_id = (await payments.call("createWallet", { user_id, name: "one", sealed: secret })).wallet_id;
  await unlock();
  const fault = net.devnet.faults.add({ kind: "drop", path: "/wallet/broadcasthex" });
  const signed = await send();
  await expect.poll(async () => (await now(signed)).state).toBe("signed");
  await payments.call("eraseOwner", { user_id });
  expect(await payments.call("listWallets", { user_id })).toEqual([]);
  const { transfers } = await payments.call("listTransfers", { user_id, limit: 50 });
  expect(transfers.map(({ transfer_id }) => transfer_id)).toEqual([signed.transfer_id]);
  expect(readFileSync(join(folder, "keystore.json"), "utf8")).not.toContain(ADDRESS);
  net.devnet.faults.remove(fault.id);
  await until(signed, "solidified");
  await payments.call("eraseOwner", { user_id });
  expect(await payments.call("listOwners", {})).toEqual({ user_ids: [] });
});
