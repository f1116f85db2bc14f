import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Invoice, PaymentsCalls, Payout, PayoutRules, PayoutState, Receipt } from "@lucid/contract";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { utils } from "tronweb";
import { afterAll, beforeAll, expect, it } from "vitest";
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
const folder = mkdtempSync(join(tmpdir(), "lucid-refunds-"));
/** Transfers of the network of a test cost what a small refund must not. */
const RULES: PayoutRules = { ...PAYOUT_RULES, trx_price: "1000", hour_total: "100000000000", approve_from: "100000000" };
let net: TestDevnet;
let payments: TestProcess;
let wallet_id = "";
let address = "";
let keys = 0;

const start = (): Promise<TestProcess> =>
  startProcess({
    ...{ folder, network: "devnet", endpoint: net.devnet.url, payout_rules: RULES, invoice_rules: INVOICE_RULES },
    staking_rules: STAKING_RULES,
    keystore_cost: { memory_kib: 8_192, passes: 1, lanes: 1 },
    day_limits: { sun: "1", micro_usdt: "1" },
  });
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
  await lock();
  address = utils.accounts.generateAccount().address.base58;
  const watched = await payments.call("watchWallet", { user_id: ada, name: "comes in", address });
  await payments.call("setInvoiceWallet", { user_id: ada, wallet_id: watched.wallet_id });
});
afterAll(async () => {
  await payments?.[Symbol.asyncDispose]();
  await net?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const make = (): Promise<Invoice> =>
  payments.call("createInvoice", {
    ...{ actor: ada, own: false, title: "a session", price: "2000000", payer: null, payee: null },
    idempotency_key: `an invoice of a test ${(keys += 1)}`,
  });
const now = ({ invoice_id }: Pick<Invoice, "invoice_id">) => payments.call("getInvoice", { invoice_id });
/** What comes in is there once the process has looked at solidified blocks. */
async function pay(micro: bigint | string): Promise<Receipt> {
  const newest = async () => (await payments.call("listReceipts", { limit: 1, unassigned: false })).receipts[0];
  const before = (await newest())?.transaction_id;
  await net.devnet.fund(address, { usdt: BigInt(micro) });
  await net.settle();
  await expect
    .poll(async () => {
      await payments.call("network", {});
      return (await newest())?.transaction_id;
    })
    .not.toBe(before);
  return (await newest()) ?? expect.fail("nothing came in");
}
type Order = PaymentsCalls["refundReceipt"]["input"];
const order = ({ transaction_id, place }: Receipt, amount: string, over: Partial<Order> = {}): Order => ({
  ...{ actor: bob, transaction_id, place, amount, idempotency_key: `a refund of a test ${(keys += 1)}` },
  ...over,
});
const sendBack = (receipt: Receipt, amount: string): Promise<Payout> => payments.call("refundReceipt", order(receipt, amount));
const shown = async (receipt: Receipt): Promise<Receipt> => {
  const { receipts } = await payments.call("listReceipts", { limit: 100, unassigned: false });
  const isIt = (one: Receipt) => one.transaction_id === receipt.transaction_id && one.place === receipt.place;
  return receipts.find(isIt) ?? expect.fail("what came in is gone");
};
async function held(of: string): Promise<bigint> {
  const watched = await payments.call("watchWallet", { user_id: cyd, name: "w", address: of });
  const { micro_usdt } = await payments.call("balance", { user_id: cyd, wallet_id: watched.wallet_id });
  await payments.call("removeWallet", { user_id: cyd, wallet_id: watched.wallet_id });
  return BigInt(micro_usdt);
}
async function until({ payout_id }: Payout, state: PayoutState): Promise<Payout> {
  await expect
    .poll(async () => {
      await net.devnet.chain.mine(1);
      await payments.call("network", {});
      return (await payments.call("getPayout", { payout_id })).state;
    })
    .toBe(state);
  return await payments.call("getPayout", { payout_id });
}

it("sends nothing back that may still be for an invoice, that was asked for, or that never came", async () => {
  const invoice = await make();
  await expect(
    payments.call("refundReceipt", order({ transaction_id: "ab".repeat(32), place: 0 } as Receipt, "1")),
  ).rejects.toThrow("RECEIPT_NOT_FOUND");
  const receipt = await pay(invoice.amount);
  await expect.poll(async () => (await now(invoice)).state).toBe("paid");
  expect(await shown(receipt)).toMatchObject({ refundable: "0", refund: null });
  await expect(sendBack(receipt, "1")).rejects.toThrow("nothing-over");
  await expect(sendBack(receipt, "0")).rejects.toThrow("below-minimum");
});

it("sends back to whom it came from what was paid twice, once, without a fee, whatever is asked meanwhile", async () => {
  const stray = await pay(700n);
  await expect(sendBack(stray, "700")).rejects.toThrow("no-wallet");
  await payments.call("setPayoutWallet", { user_id: ada, wallet_id });
  const invoice = await make();
  await pay(invoice.amount);
  const twice = await pay((BigInt(invoice.amount) + 5n).toString());
  await payments.call("assignReceipt", { actor: bob, ...invoice, transaction_id: twice.transaction_id, place: twice.place });
  const most = (BigInt(invoice.amount) + 5n).toString();
  expect((await now(invoice)).receipts[1]).toMatchObject({ refundable: most });
  await expect(sendBack(twice, (BigInt(most) + 1n).toString())).rejects.toThrow("nothing-over");
  const [before, pool] = [await held(twice.from_address), await held(ADDRESS)];
  const asked = order(twice, most);
  const [made, again] = await Promise.all([payments.call("refundReceipt", asked), payments.call("refundReceipt", asked)]);
  expect(again.payout_id).toBe(made.payout_id);
  expect(made).toMatchObject({
    ...{ payee: null, address: twice.from_address, amount: most, fee: "0", net: most, state: "approved", requested_by: bob },
    refund: { transaction_id: twice.transaction_id, place: twice.place, invoice_id: invoice.invoice_id },
  });
  await expect(payments.call("refundReceipt", { ...asked, amount: "1" })).rejects.toThrow("PAYOUT_DIFFERS");
  await expect(sendBack(twice, "1")).rejects.toThrow("nothing-over");
  expect(await now(invoice)).toMatchObject({
    state: "paid",
    sent_back: most,
    receipts: [{ refundable: "0" }, { refundable: "0" }],
  });
  await unlock();
  const settled = await until(made, "settled");
  expect(settled.transfer?.transaction_id).toMatch(/^[0-9a-f]{64}$/);
  expect(await held(twice.from_address)).toBe(before + BigInt(most));
  expect(await held(ADDRESS)).toBe(pool - BigInt(most));
  expect((await shown(twice)).refund).toMatchObject({ state: "settled", transaction_id: settled.transfer?.transaction_id });
  expect(await payments.call("payeeBalances", {})).toEqual([]);
  expect(await payments.call("reconcilePayouts", {})).toMatchObject({ ok: true, payouts_checked: 1 });
  expect(await payments.call("statePayouts", { today: true })).toEqual({ statement: null });
  const { ends, last } = await payments.call("refundEnds", { after: 0, limit: 10 });
  expect({ ends, last }).toMatchObject({ ends: [{ payout_id: made.payout_id, state: "settled", amount: most }], last: 1 });
  expect(payments.heard).toContainEqual({ type: "invoices", invoice_id: invoice.invoice_id, payer: null });
  await lock();
});

it("can order again what was given up, counts for no invoice what goes back, and lets none be taken as paid by it", async () => {
  const receipt = await pay(900_000n);
  const made = await sendBack(receipt, "400000");
  expect(await shown(receipt)).toMatchObject({ refundable: "0", refund: { state: "approved", amount: "400000" } });
  const unassigned = async () => (await payments.call("listReceipts", { limit: 100, unassigned: true })).receipts;
  expect((await unassigned()).map((one) => one.transaction_id)).not.toContain(receipt.transaction_id);
  expect((await payments.call("invoiceOverview", {})).unassigned).toBe((await unassigned()).length);
  const invoice = await make();
  const { transaction_id, place } = receipt;
  const assigned = { actor: bob, invoice_id: invoice.invoice_id, transaction_id, place };
  await expect(payments.call("assignReceipt", assigned)).rejects.toThrow("RECEIPT_NOT_FOUND");
  await payments.call("cancelPayout", { actor: bob, payout_id: made.payout_id });
  expect(await shown(receipt)).toMatchObject({ refundable: "900000", refund: { state: "cancelled", reason: "by-hand" } });
  await net.devnet.chain.advance(INVOICE_RULES.expiry_s * 1_000 + 60_000);
  await net.settle();
  await expect
    .poll(async () => {
      await payments.call("network", {});
      return (await now(invoice)).state;
    })
    .toBe("expired");
  expect(await payments.call("assignReceipt", assigned)).toMatchObject({ receipts: [{ refundable: "900000" }] });
  await sendBack(receipt, "900000");
  expect(await now(invoice)).toMatchObject({ sent_back: "900000", receipts: [{ refundable: "0" }] });
  await expect(payments.call("acceptInvoice", { actor: cyd, ...invoice })).rejects.toThrow("INVOICE_STATE");
  const other = await pay(33n);
  await expect(payments.call("assignReceipt", { ...assigned, transaction_id: other.transaction_id })).rejects.toThrow(
    "INVOICE_STATE",
  );
});

it("sends all of a paid invoice back whose session did not run, once, and owes no share of it any more", async () => {
  const dora = "44444444-1111-4111-8111-111111111111";
  const open = await make();
  await expect(payments.call("returnInvoice", { actor: bob, ...open })).rejects.toThrow("INVOICE_STATE");
  const sold = await payments.call("createInvoice", {
    ...{ actor: ada, own: false, title: "a session", price: "2000000", payer: null, payee: dora },
    idempotency_key: `an invoice of a test ${(keys += 1)}`,
  });
  const [part, rest] = [await pay(1_000_000n), await pay(BigInt(sold.amount) - 1_000_000n)];
  for (const { transaction_id, place } of [part, rest])
    await payments.call("assignReceipt", { actor: bob, invoice_id: sold.invoice_id, transaction_id, place });
  const owed = async () => (await payments.call("payeeBalances", { payee: dora }))[0]?.owed;
  const share = ((2_000_000n * BigInt(INVOICE_RULES.share_permille)) / 1_000n).toString();
  expect([(await now(sold)).state, await owed()]).toEqual(["paid", share]);
  await expect(sendBack(part, "1")).rejects.toThrow("nothing-over");
  const asked = { actor: cyd, invoice_id: sold.invoice_id };
  const [given, again] = await Promise.all([payments.call("returnInvoice", asked), payments.call("returnInvoice", asked)]);
  expect(again).toEqual(given);
  expect(given).toMatchObject({ state: "returned", decided_by: cyd, steps: [{}, { state: "paid" }, { state: "returned" }] });
  expect(given.receipts.map(({ refundable }) => refundable)).toEqual([part.amount, rest.amount]);
  expect(await owed()).toBe("0");
  await expect(payments.call("acceptInvoice", asked)).rejects.toThrow("INVOICE_STATE");
  await expect(payments.call("cancelInvoice", asked)).rejects.toThrow("INVOICE_STATE");
  const { invoices } = await payments.call("listInvoices", { limit: 100, state: "returned" });
  expect(invoices.map(({ invoice_id }) => invoice_id)).toEqual([sold.invoice_id]);
  expect((await payments.call("listInvoices", { limit: 100, state: "paid" })).invoices).not.toContainEqual(given);
  const made = await sendBack(part, part.amount);
  await expect(sendBack(part, part.amount)).rejects.toThrow("nothing-over");
  expect(await now(sold)).toMatchObject({ state: "returned", sent_back: part.amount });
  expect(await payments.call("reconcilePayouts", {})).toMatchObject({ ok: true });
  await payments.call("cancelPayout", { actor: bob, payout_id: made.payout_id });
});

it("takes back of a share what was not set aside for a payout yet, and no more", async () => {
  const eve = "55555555-1111-4111-8111-111111111111";
  const sold = await payments.call("createInvoice", {
    ...{ actor: ada, own: false, title: "a session", price: "50000000", payer: null, payee: eve },
    idempotency_key: `an invoice of a test ${(keys += 1)}`,
  });
  const { transaction_id, place } = await pay(sold.amount);
  expect(transaction_id).toBeDefined();
  await expect.poll(async () => (await now(sold)).state).toBe("paid");
  const [before] = await payments.call("payeeBalances", { payee: eve });
  const taken = 30_000_000n;
  const order = {
    amount: taken.toString(),
    note: "",
    priority: "normal",
    not_before: null,
    idempotency_key: "a payout of a test",
  } as const;
  const payee = { user_id: eve, address: utils.accounts.generateAccount().address.base58, is_operator: false, is_verified: true };
  await payments.call("orderPayouts", { actor: bob, orders: [{ payee, ...order }], route: undefined });
  await payments.call("returnInvoice", { actor: bob, invoice_id: sold.invoice_id });
  expect(await payments.call("payeeBalances", { payee: eve })).toMatchObject([{ accrued: "0", locked: taken.toString() }]);
  expect(BigInt(before?.accrued ?? 0)).toBeGreaterThan(taken);
  expect((await now(sold)).receipts).toMatchObject([{ transaction_id, place, refundable: sold.amount }]);
  expect(await payments.call("reconcilePayouts", {})).toMatchObject({ ok: true });
});

it("counts against the limits of payouts, and waits for another person where so much is sent", async () => {
  const large = await pay(200n * USDT);
  const made = await sendBack(large, (150n * USDT).toString());
  expect(made).toMatchObject({ state: "locked", approvals_needed: 1 });
  await expect(payments.call("approvePayout", { actor: bob, payout_id: made.payout_id })).rejects.toThrow("APPROVED_BY_ANOTHER");
  expect(await payments.call("approvePayout", { actor: cyd, payout_id: made.payout_id })).toMatchObject({ state: "approved" });
  const { day_used } = await payments.call("payoutOverview", {});
  expect(BigInt(day_used)).toBeGreaterThanOrEqual(150n * USDT);
});

it("sends back once also when its process is killed in between", async () => {
  const receipt = await pay(USDT);
  const asked = order(receipt, USDT.toString());
  const made = await payments.call("refundReceipt", asked);
  await unlock();
  const ended = new Promise((resolve) => payments.child.once("exit", resolve));
  payments.child.kill("SIGKILL");
  await ended;
  payments = await start();
  expect((await payments.call("refundReceipt", asked)).payout_id).toBe(made.payout_id);
  await unlock();
  expect(await until(made, "settled")).toMatchObject({ transfer: { forms: 1 } });
  expect((await shown(receipt)).refund).toMatchObject({ state: "settled" });
  expect(await payments.call("reconcilePayouts", {})).toMatchObject({ ok: true });
});
