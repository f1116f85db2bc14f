import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Payee, PaymentsCalls, Payout, PayoutRules, PayoutState, TronWalletId } from "@lucid/contract";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { utils } from "tronweb";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { seal } from "../testing/seal.ts";
import { INVOICE_RULES, PAYOUT_RULES, STAKING_RULES, startProcess, type TestProcess } from "../testing/start-process.ts";

const PHRASE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const PASSPHRASE = "a passphrase of a test";
const USDT = 1_000_000n;
const [ada, bob, cyd] = ["1", "2", "3"].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`) as [
  string,
  string,
  string,
];

const folder = mkdtempSync(join(tmpdir(), "lucid-payouts-"));
/** The network of a test makes blocks only when asked to, and its transfers cost what a small payout must not. */
const RULES: PayoutRules = { ...PAYOUT_RULES, trx_price: "1000", hour_total: "100000000000", approve_from: "500000000" };
const PLAIN = { note: "", priority: "normal", not_before: null } as const;
let net: TestDevnet;
let payments: TestProcess;
let wallet_id: TronWalletId;
let payees = 0;
let keys = 0;
let payee: Payee;

const start = (rules: PayoutRules = RULES): Promise<TestProcess> =>
  startProcess({
    ...{ folder, network: "devnet", endpoint: net.devnet.url, payout_rules: rules, invoice_rules: INVOICE_RULES },
    staking_rules: STAKING_RULES,
    keystore_cost: { memory_kib: 8_192, passes: 1, lanes: 1 },
    day_limits: { sun: "1", micro_usdt: "1" },
  });
async function restart(rules: PayoutRules = RULES): Promise<void> {
  await payments[Symbol.asyncDispose]();
  payments = await start(rules);
}
async function unlock(): Promise<void> {
  const { recipient } = await payments.call("sealingKey", {});
  const sealed = await seal(recipient, { purpose: "unlock", user_id: ada, wallet_id, passphrase: PASSPHRASE });
  await payments.call("unlockWallet", { user_id: ada, wallet_id, seconds: 3_600, sealed });
}
const lock = () => payments.call("lockWallet", { user_id: ada, wallet_id });

beforeAll(async () => {
  net = await openTestDevnet();
  await net.devnet.fund(ADDRESS, { trx: 10_000n * USDT, usdt: 5_000n * USDT });
  await net.settle();
  payments = await start();
  const { recipient } = await payments.call("sealingKey", {});
  const sealed = await seal(recipient, { purpose: "create", user_id: ada, material: PHRASE, passphrase: PASSPHRASE });
  wallet_id = (await payments.call("createWallet", { user_id: ada, name: "pays", sealed })).wallet_id;
});
afterAll(async () => {
  await payments?.[Symbol.asyncDispose]();
  await net?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
/** Each test pays somebody else. */
beforeEach(() => {
  payees += 1;
  const address = utils.accounts.generateAccount().address.base58;
  const user_id = `${String(payees).padStart(8, "9")}-1111-4111-8111-111111111111`;
  payee = { user_id, address, is_operator: false, is_verified: true };
});

async function owe(amount: bigint): Promise<void> {
  const asked = { actor: ada, payee: payee.user_id, amount: amount.toString(), reason: "work" };
  const { correction_id } = await payments.call("proposeCorrection", asked);
  await payments.call("approveCorrection", { actor: bob, correction_id });
}
type Order = PaymentsCalls["orderPayouts"]["input"]["orders"][number];
const order = (amount: bigint, over: Partial<PaymentsCalls["orderPayouts"]["input"]> = {}) =>
  payments.call("orderPayouts", {
    actor: ada,
    orders: [{ payee, amount: amount.toString(), idempotency_key: `a payout of a test ${(keys += 1)}`, ...PLAIN }],
    ...over,
  });
async function one(amount: bigint, over: Partial<PaymentsCalls["orderPayouts"]["input"]> = {}): Promise<Payout> {
  return (await order(amount, over))[0] ?? expect.fail("nothing was made");
}
const now = ({ payout_id }: Pick<Payout, "payout_id">) => payments.call("getPayout", { payout_id });
const balance = async () => (await payments.call("payeeBalances", { payee: payee.user_id }))[0];
/** Blocks are made until the payout is there, once the network was told of it: blocks are time. */
async function until(payout: Payout, state: PayoutState): Promise<Payout> {
  if (state === "settled")
    await expect.poll(async () => (await now(payout)).transfer?.state).toMatch(/^(?:broadcast|seen|solidified)$/);
  await expect
    .poll(async () => {
      if (state === "settled") await net.devnet.chain.mine(1);
      await payments.call("network", {});
      return (await now(payout)).state;
    })
    .toBe(state);
  return await now(payout);
}
async function received(): Promise<string> {
  const { wallet_id: watched } = await payments.call("watchWallet", { user_id: cyd, name: "w", address: payee.address });
  const { micro_usdt } = await payments.call("balance", { user_id: cyd, wallet_id: watched });
  await payments.call("removeWallet", { user_id: cyd, wallet_id: watched });
  return micro_usdt;
}

it("owes nothing before a second person has approved, and nobody approves what they proposed or are paid", async () => {
  const asked = { actor: ada, payee: payee.user_id, amount: "5000000", reason: "work" };
  const { correction_id } = await payments.call("proposeCorrection", asked);
  expect(await balance()).toMatchObject({ owed: "0" });
  for (const actor of [ada, payee.user_id])
    await expect(payments.call("approveCorrection", { actor, correction_id })).rejects.toThrow("APPROVED_BY_ANOTHER");
  expect(await payments.call("approveCorrection", { actor: bob, correction_id })).toMatchObject({
    state: "made",
    decided_by: bob,
  });
  await expect(payments.call("approveCorrection", { actor: cyd, correction_id })).rejects.toThrow("CORRECTION_STATE");
  await expect(payments.call("withdrawCorrection", { actor: ada, correction_id })).rejects.toThrow("CORRECTION_STATE");
  expect(await balance()).toMatchObject({ accrued: "5000000", owed: "5000000" });

  const less = await payments.call("proposeCorrection", { ...asked, amount: "-5000001" });
  await expect(payments.call("approveCorrection", { actor: bob, ...less })).rejects.toThrow("LESS_OWED");
  expect(await payments.call("withdrawCorrection", { actor: bob, ...less })).toMatchObject({ state: "withdrawn" });
  const all = await payments.call("proposeCorrection", { ...asked, amount: "-5000000" });
  await payments.call("approveCorrection", { actor: bob, ...all });
  expect(await balance()).toMatchObject({ owed: "0" });
  await expect(payments.call("approveCorrection", { actor: bob, correction_id: cyd })).rejects.toThrow("CORRECTION_NOT_FOUND");
});

it("makes no payout while no wallet is named, nor of a wallet without a key", async () => {
  await owe(20n * USDT);
  expect(await payments.call("payoutOverview", {})).toMatchObject({ wallet: null, stopped: "no-wallet" });
  await expect(order(10n * USDT)).rejects.toThrow('"no-wallet"');
  const watch = await payments.call("watchWallet", { user_id: cyd, name: "w", address: payee.address });
  await expect(payments.call("setPayoutWallet", { user_id: cyd, wallet_id: watch.wallet_id })).rejects.toThrow("WATCH_ONLY");
  await expect(payments.call("setPayoutWallet", { user_id: cyd, wallet_id })).rejects.toThrow("WALLET_NOT_FOUND");
  await payments.call("removeWallet", { user_id: cyd, wallet_id: watch.wallet_id });
  const named = await payments.call("setPayoutWallet", { user_id: ada, wallet_id });
  expect(named.wallet).toMatchObject({ wallet_id, address: ADDRESS });
});

it("pays what is owed less the fee, once the wallet is unlocked, and to the last unit", async () => {
  await owe(20n * USDT);
  await lock();
  const made = await one(15n * USDT);
  expect(made).toMatchObject({
    state: "approved",
    amount: "15000000",
    fee: "100000",
    net: "14900000",
    route: "v0",
    transfer: null,
  });
  expect(await balance()).toMatchObject({ accrued: "5000000", locked: "15000000", owed: "20000000" });
  await expect.poll(async () => (await payments.call("payoutOverview", {})).stopped).toBe("locked");
  await unlock();
  const paid = await until(made, "settled");
  expect(paid.steps.map(({ state }) => state)).toEqual(["locked", "approved", "paying", "settled"]);
  expect(paid.transfer).toMatchObject({ state: "solidified", forms: 1 });
  expect(await received()).toBe("14900000");
  expect(await balance()).toEqual({
    ...{ payee: payee.user_id, accrued: "5000000", locked: "0", paid: "14900000", fees: "100000", owed: "5000000" },
  });
  // It is no transfer of whoever owns the wallet.
  expect(await payments.call("listTransfers", { user_id: ada, limit: 20 })).toMatchObject({ transfers: [] });
  expect(payments.heard).toContainEqual({ type: "payouts", payee: payee.user_id });
});

it("is the same payout under the same key, and refuses another", async () => {
  await owe(20n * USDT);
  await lock();
  const idempotency_key = "the same key of a test";
  const orders = [{ payee, amount: "2000000", ...PLAIN, idempotency_key }];
  const [[first], [again]] = await Promise.all([order(0n, { orders }), order(0n, { orders })]);
  expect(again).toEqual(first);
  expect((await order(0n, { orders }))[0]?.payout_id).toBe(first?.payout_id);
  const other = [{ ...orders[0]!, amount: "2000001" }];
  await expect(order(0n, { orders: other })).rejects.toThrow("PAYOUT_DIFFERS");
  await expect(order(0n, { orders: [...orders, ...orders] })).rejects.toThrow("PAYOUT_DIFFERS");
  await expect(order(0n, { orders: [...orders, { ...orders[0]!, idempotency_key: "one that is new" }] })).rejects.toThrow(
    "PAYOUT_DIFFERS",
  );
  const cancelled = await payments.call("cancelPayout", { actor: bob, payout_id: first?.payout_id ?? "" });
  expect(cancelled).toMatchObject({ state: "cancelled", reason: "by-hand" });
  await expect(payments.call("cancelPayout", { actor: bob, ...cancelled })).rejects.toThrow("PAYOUT_STATE");
  expect(await balance()).toMatchObject({ accrued: "20000000", locked: "0" });
});

it("makes all of a batch or none of it", async () => {
  await owe(20n * USDT);
  const item = (amount: bigint) => ({ payee, amount: amount.toString(), ...PLAIN, idempotency_key: `batch ${(keys += 1)}` });
  await expect(order(0n, { orders: [item(11n * USDT), item(10n * USDT)] })).rejects.toThrow('"not-owed"');
  expect(await balance()).toMatchObject({ locked: "0" });
  await expect(order(0n, { orders: Array.from({ length: 11 }, () => item(USDT)) })).rejects.toThrow('"batch-size"');
  const made = await order(0n, { orders: [item(11n * USDT), item(9n * USDT)] });
  expect(made).toHaveLength(2);
  expect(new Set(made.map(({ batch_id }) => batch_id))).toEqual(new Set([expect.any(String)]));
  for (const payout of made) await payments.call("cancelPayout", { actor: ada, ...payout });
});

it("waits for as many others as its amount and route ask for", async () => {
  await owe(700n * USDT);
  await lock();
  const large = await one(600n * USDT);
  expect(large).toMatchObject({ state: "locked", approvals_needed: 1, approve_until: expect.any(String) });
  for (const actor of [ada, payee.user_id])
    await expect(payments.call("approvePayout", { actor, ...large })).rejects.toThrow("APPROVED_BY_ANOTHER");
  expect(await payments.call("approvePayout", { actor: bob, ...large })).toMatchObject({ state: "approved" });
  await expect(payments.call("approvePayout", { actor: cyd, ...large })).rejects.toThrow("PAYOUT_STATE");
  const direct = await one(USDT, { route: "direct" });
  expect(await payments.call("approvePayout", { actor: bob, ...direct })).toMatchObject({ state: "locked" });
  await expect(payments.call("approvePayout", { actor: bob, ...direct })).rejects.toThrow("APPROVED_BY_ANOTHER");
  expect(await payments.call("approvePayout", { actor: cyd, ...direct })).toMatchObject({ state: "approved" });
  for (const payout of [large, direct]) await payments.call("cancelPayout", { actor: ada, ...payout });
  await expect(payments.call("approvePayout", { actor: bob, payout_id: cyd })).rejects.toThrow("PAYOUT_NOT_FOUND");
});

it("refuses what the network makes too dear, what the wallet does not hold, and who is frozen", async () => {
  await owe(9_000n * USDT);
  await expect(order(5_500n * USDT)).rejects.toThrow('"wallet-short"');
  await expect(
    order(5n * USDT, {
      orders: [{ payee: { ...payee, address: ADDRESS }, amount: "5000000", ...PLAIN, idempotency_key: "to oneself" }],
    }),
  ).rejects.toThrow('"refused"');
  await net.devnet.freeze(payee.address, true);
  await expect(order(5n * USDT)).rejects.toThrow('"receiver-frozen"');
  await net.devnet.freeze(payee.address, false);
  await restart({ ...RULES, trx_price: "300000" });
  await expect(order(5n * USDT)).rejects.toThrow('"cost"');
  await restart();
});

it("gives back what is owed to whoever is frozen meanwhile", async () => {
  await owe(5n * USDT);
  await lock();
  const made = await one(5n * USDT);
  await net.devnet.freeze(payee.address, true);
  await unlock();
  expect(await until(made, "cancelled")).toMatchObject({ reason: "receiver-frozen" });
  expect(await balance()).toMatchObject({ accrued: "5000000", locked: "0" });
  await net.devnet.freeze(payee.address, false);
});

it("stops when the wallet is short or frozen, or so much was paid within the hour, and says so", async () => {
  const stopped = async () => {
    await payments.call("network", {});
    return (await payments.call("payoutOverview", {})).stopped;
  };
  await owe(50n * USDT);
  await lock();
  const made = await one(50n * USDT);
  await net.devnet.freeze(ADDRESS, true);
  await unlock();
  await expect.poll(stopped).toBe("sender-frozen");
  await net.devnet.freeze(ADDRESS, false);
  await until(made, "settled");
  await restart({ ...RULES, hour_total: "50000000" });
  await unlock();
  await owe(50n * USDT);
  const next = await one(50n * USDT);
  await expect.poll(stopped).toBe("hour");
  expect(await now(next)).toMatchObject({ state: "approved", transfer: null });
  await restart();
  await unlock();
  await until(next, "settled");
});

it("sweeps what is due, once an hour, and says what it leaves", async () => {
  await unlock();
  await owe(9n * USDT);
  const poor = payee;
  expect(await payments.call("sweepPayouts", { payees: [poor] })).toMatchObject({ made: [], left: [] });
  await owe(USDT);
  const sweep = await payments.call("sweepPayouts", { payees: [{ ...poor, is_operator: true, is_verified: false }] });
  expect(sweep).toMatchObject({ made: [], left: [{ payee: poor.user_id, obstacle: "not-verified" }] });
  const { made, period } = await payments.call("sweepPayouts", { payees: [poor] });
  expect(made).toMatchObject([{ amount: "10000000", requested_by: null, route: "v0" }]);
  await owe(20n * USDT);
  const again = await payments.call("sweepPayouts", { payees: [poor] });
  // Another hour may have begun meanwhile.
  if (again.period === period) expect(again).toMatchObject({ made: [], left: [] });
  const [paid] = made;
  if (paid) await until(paid, "settled");
});

it("finds that ledger, payouts and chain agree; and stops where they do not", async () => {
  expect(await payments.call("reconcilePayouts", {})).toMatchObject({ ok: true, differences: [] });
  await owe(20n * USDT);
  const made = await one(10n * USDT);
  const { transfer } = await until(made, "settled");
  expect(transfer?.transaction_id).toMatch(/^[0-9a-f]{64}$/);
  const lie = net.devnet.faults.add({ kind: "wrong-receipt", path: "/walletsolidity/gettransactioninfobyid" });
  await expect(payments.call("reconcilePayouts", {})).resolves.toMatchObject({
    ok: false,
    differences: [expect.stringContaining(made.payout_id)],
  });
  net.devnet.faults.remove(lie.id);
  await expect(order(5n * USDT)).rejects.toThrow('"halted"');
  expect(await payments.call("reconcilePayouts", {})).toMatchObject({ ok: true, differences: [] });
  await payments.call("cancelPayout", { actor: ada, ...(await one(5n * USDT, { route: "direct" })) });
  const page = await payments.call("ledgerEntries", { payee: payee.user_id, limit: 2 });
  expect(page.entries.map(({ kind }) => kind)).toEqual(["release", "lock"]);
  expect(
    (await payments.call("ledgerEntries", { payee: payee.user_id, limit: 20, before: page.next_before ?? 0 })).entries.map(
      ({ kind }) => kind,
    ),
  ).toEqual(["fee", "settle", "lock", "correction"]);
  expect((await payments.call("listPayouts", { payee: payee.user_id, state: "settled", limit: 1 })).payouts).toMatchObject([
    { payout_id: made.payout_id },
  ]);
});

it("states each payout that was paid once, with its entries in the ledger, and none that was not", async () => {
  await unlock();
  await owe(30n * USDT);
  const before = await payments.call("listStatements", { limit: 1 });
  const paid = [await until(await one(6n * USDT), "settled"), await until(await one(7n * USDT), "settled")];
  const given = await one(5n * USDT, { route: "direct" });
  expect(await payments.call("statePayouts", { today: false })).toEqual({ statement: null });
  const { statement } = await payments.call("statePayouts", { today: true });
  const { number, from, size, ...sums } = statement ?? expect.fail("nothing is stated");
  expect(await payments.call("statePayouts", { today: true })).toEqual({ statement: null });
  await restart();
  const stated = await payments.call("statedPayouts", { from: 0, limit: 1_000 });
  expect(stated).toHaveLength(size);
  expect(await payments.call("getStatement", { number })).toEqual({ number, from, size, ...sums });
  await expect(payments.call("getStatement", { number: number + 1 })).rejects.toThrow("STATEMENT_NOT_FOUND");
  expect(await payments.call("listStatements", { limit: 1 })).toEqual({
    network: "devnet",
    statements: [{ number, from, size, ...sums }],
    next_before: before.statements.length > 0 ? number : null,
  });
  for (const payout of paid) {
    const { place } = await now(payout);
    const leaf = stated[place ?? -1] ?? expect.fail("it is not stated");
    const { entries } = await payments.call("ledgerEntries", { payee: payee.user_id, limit: 100 });
    const own = entries.filter(({ about }) => about === payout.payout_id).map((entry) => entry.number);
    expect(leaf).toEqual({
      ...{ payout_id: payout.payout_id, payee: payee.user_id, address: payee.address, amount: payout.amount, fee: payout.fee },
      transaction_id: payout.transfer?.transaction_id,
      entries: own.toSorted((one, other) => one - other),
      settled_at_ms: Date.parse(payout.steps.at(-1)?.at ?? ""),
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  }
  expect((await now(given)).place).toBeNull();
  await payments.call("cancelPayout", { actor: ada, payout_id: given.payout_id });
});

it("begins no payout before its time, counts it on its day, and begins the more urgent one first", async () => {
  await unlock();
  await owe(60n * USDT);
  const later = new Date(Date.now() + 48 * 3_600_000).toISOString();
  const asked = (amount: bigint, over: Partial<Order>): Partial<PaymentsCalls["orderPayouts"]["input"]> => ({
    orders: [{ ...{ payee, amount: amount.toString(), ...PLAIN }, ...over, idempotency_key: `one with a time ${(keys += 1)}` }],
  });
  const { day_used } = await payments.call("payoutOverview", {});
  const put = await one(0n, asked(5n * USDT, { not_before: later, priority: "urgent" }));
  expect(put).toMatchObject({ state: "approved", not_before: later, priority: "urgent" });
  expect((await payments.call("payoutOverview", {})).day_used).toBe(day_used);
  await expect(
    order(0n, asked(5n * USDT, { not_before: new Date(Date.now() + 31 * 24 * 3_600_000).toISOString() })),
  ).rejects.toThrow('"too-far"');
  const again = {
    actor: ada,
    orders: [{ payee, amount: "7000000", ...PLAIN, idempotency_key: `one with a time ${(keys += 1)}` }],
  };
  await lock();
  await payments.call("orderPayouts", again);
  const changed = again.orders.map((one) => ({ ...one, priority: "low" as const }));
  await expect(payments.call("orderPayouts", { ...again, orders: changed })).rejects.toThrow("PAYOUT_DIFFERS");
  const put_off = again.orders.map((one) => ({ ...one, not_before: later }));
  await expect(payments.call("orderPayouts", { ...again, orders: put_off })).rejects.toThrow("PAYOUT_DIFFERS");
  const low = await one(0n, asked(6n * USDT, { priority: "low" }));
  const high = await one(0n, asked(8n * USDT, { priority: "high" }));
  await unlock();
  await until(low, "settled");
  const { payouts } = await payments.call("listPayouts", { payee: payee.user_id, limit: 10 });
  const begunAt = (amount: string): number =>
    Date.parse(payouts.find((one) => one.amount === amount)?.steps.find(({ state }) => state === "paying")?.at ?? "");
  // In one go, perhaps within a millisecond.
  expect(begunAt(high.amount)).toBeLessThanOrEqual(begunAt("7000000"));
  expect(begunAt("7000000")).toBeLessThanOrEqual(begunAt(low.amount));
  expect(await now(put)).toMatchObject({ state: "approved", transfer: null });
  expect(await payments.call("cancelPayout", { actor: ada, payout_id: put.payout_id })).toMatchObject({ state: "cancelled" });
});
