import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Invoice, InvoiceState, PaymentsCalls } from "@lucid/contract";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { utils } from "tronweb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { INVOICE_RULES, PAYOUT_RULES, STAKING_RULES, startProcess, type TestProcess } from "../testing/start-process.ts";

const [ada, bob, cyd] = ["1", "2", "3"].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`) as [
  string,
  string,
  string,
];
const folder = mkdtempSync(join(tmpdir(), "lucid-invoices-"));
const stranger = (): string => utils.accounts.generateAccount().address.base58;
let net: TestDevnet;
let payments: TestProcess;
let address = "";
let keys = 0;

const start = (): Promise<TestProcess> =>
  startProcess({
    ...{ folder, network: "devnet", endpoint: net.devnet.url, payout_rules: PAYOUT_RULES, invoice_rules: INVOICE_RULES },
    staking_rules: STAKING_RULES,
    keystore_cost: { memory_kib: 8_192, passes: 1, lanes: 1 },
    day_limits: { sun: "1", micro_usdt: "1" },
  });
beforeAll(async () => {
  net = await openTestDevnet();
  await net.settle();
  payments = await start();
});
afterAll(async () => {
  await payments?.[Symbol.asyncDispose]();
  await net?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

type Order = PaymentsCalls["createInvoice"]["input"];
const order = (over: Partial<Order> = {}): Order => ({
  ...{ actor: ada, own: false, title: "a session", price: "2000000", payer: null, payee: null },
  idempotency_key: `an invoice of a test ${(keys += 1)}`,
  ...over,
});
const make = (over: Partial<Order> = {}): Promise<Invoice> => payments.call("createInvoice", order(over));
const now = ({ invoice_id }: Pick<Invoice, "invoice_id">) => payments.call("getInvoice", { invoice_id });
const pay = (to: string, micro: bigint | string): Promise<unknown> => net.devnet.fund(to, { usdt: BigInt(micro) });
/** The process looks at the chain as it is now. */
const look = () => payments.call("network", {});
async function until(invoice: Invoice, state: InvoiceState): Promise<Invoice> {
  await expect
    .poll(async () => {
      await look();
      return (await now(invoice)).state;
    })
    .toBe(state);
  return await now(invoice);
}
/** Longer than an invoice can be paid, by the time of blocks, and all of it solidified. */
async function pass(): Promise<void> {
  await net.devnet.chain.advance(INVOICE_RULES.expiry_s * 1_000 + 60_000);
  await net.settle();
}
const told = ({ invoice_id }: Invoice): number =>
  payments.heard.filter((said) => said.type === "invoices" && said.invoice_id === invoice_id).length;

it("asks for nothing while no wallet is named, and needs no key of the one that is", async () => {
  expect(await payments.call("invoiceOverview", {})).toMatchObject({ wallet: null, read_until: null, open: 0 });
  await expect(make()).rejects.toThrow("NO_INVOICE_WALLET");
  address = stranger();
  const { wallet_id } = await payments.call("watchWallet", { user_id: ada, name: "comes in", address });
  await expect(payments.call("setInvoiceWallet", { user_id: bob, wallet_id })).rejects.toThrow("WALLET_NOT_FOUND");
  expect(await payments.call("setInvoiceWallet", { user_id: ada, wallet_id })).toMatchObject({ wallet: { wallet_id, address } });
});

it("asks for an amount that no other invoice has, and for the same one under the same key", async () => {
  const asked = order();
  const [one, again] = [await payments.call("createInvoice", asked), await payments.call("createInvoice", asked)];
  const other = await make();
  expect(again).toEqual(one);
  expect(one).toMatchObject({ state: "open", price: "2000000", address, received: "0", steps: [{ state: "open" }] });
  expect(other.amount).not.toBe(one.amount);
  for (const { amount } of [one, other])
    expect(BigInt(amount) - 2_000_000n).toSatisfy((tag: bigint) => tag > 0n && tag < 10_000n);
  expect(Date.parse(one.expires_at) - Date.parse(one.created_at)).toBe(300_000);
  await expect(payments.call("createInvoice", { ...asked, price: "3000000" })).rejects.toThrow("INVOICE_DIFFERS");
  expect(await payments.call("cancelInvoice", { actor: bob, ...one })).toMatchObject({ state: "cancelled", decided_by: bob });
  await expect(payments.call("cancelInvoice", { actor: bob, ...one })).rejects.toThrow('INVOICE_STATE {"state":"cancelled"}');
  await expect(payments.call("acceptInvoice", { actor: bob, ...other })).rejects.toThrow('INVOICE_STATE {"state":"open"}');
  await payments.call("cancelInvoice", { actor: bob, ...other });
});

it("is paid by the exact amount once that is solidified, and owes a share of the price to the payee", async () => {
  const invoice = await make({ payee: cyd, payer: { user_id: bob, address: null } });
  await pay(address, invoice.amount);
  await net.devnet.chain.mine(1);
  await look();
  expect((await now(invoice)).state).toBe("open");
  await net.settle();
  const paid = await until(invoice, "paid");
  expect(paid).toMatchObject({ received: invoice.amount, late: "0", over: "0", decided_by: null });
  expect(paid.receipts).toMatchObject([{ amount: invoice.amount, address, invoice_id: invoice.invoice_id, assigned_by: null }]);
  expect(told(invoice)).toBeGreaterThanOrEqual(2);
  const [balance] = await payments.call("payeeBalances", { payee: cyd });
  expect(balance).toMatchObject({ accrued: "1600000" });
  const { entries } = await payments.call("ledgerEntries", { payee: cyd, limit: 10 });
  expect(entries).toMatchObject([{ kind: "session-fees", about: invoice.invoice_id, source: "issued", target: "accrued" }]);
});

it("takes a transfer in once, also when its process is killed and looks again", async () => {
  const invoice = await make({ payee: cyd });
  await pay(address, invoice.amount);
  await net.settle();
  await until(invoice, "paid");
  const ended = new Promise((resolve) => payments.child.once("exit", resolve));
  payments.child.kill("SIGKILL");
  await ended;
  payments = await start();
  await look();
  const next = await make();
  await pay(address, next.amount);
  await net.settle();
  await until(next, "paid");
  expect(await now(invoice)).toMatchObject({ received: invoice.amount, receipts: [{ amount: invoice.amount }] });
  expect((await payments.call("payeeBalances", { payee: cyd }))[0]).toMatchObject({ accrued: "3200000" });
});

it("knows whose a wrong amount is by its sender, and says what is missing and what is too much", async () => {
  const sender = await net.wallet(1_000);
  const from = sender.defaultAddress.base58 || expect.fail("no address");
  await pay(from, 10_000_000n);
  await net.settle();
  const send = async (micro: bigint): Promise<void> => {
    const usdt = net.devnet.tokens.usdt;
    const { transaction } = await sender.transactionBuilder.triggerSmartContract(usdt, "transfer(address,uint256)", {}, [
      { type: "address", value: address },
      { type: "uint256", value: micro.toString() },
    ]);
    await sender.trx.sendRawTransaction(await sender.trx.sign(transaction));
    await net.settle();
    await look();
  };
  const payer = { user_id: bob, address: from };
  const invoice = await make({ payer });
  await send(500_000n);
  await expect.poll(async () => (await now(invoice)).received).toBe("500000");
  expect(await now(invoice)).toMatchObject({ state: "open" });
  await send(1_600_000n);
  const paid = await until(invoice, "paid");
  expect(paid).toMatchObject({ received: "2100000", over: (2_100_000n - BigInt(invoice.amount)).toString() });

  const short = await make({ payer });
  await send(700_000n);
  await pass();
  expect(await until(short, "underpaid")).toMatchObject({ received: "700000", late: "0" });
  await send(1_400_000n);
  await expect.poll(async () => (await now(short)).late).toBe("1400000");
  expect(await now(short)).toMatchObject({ state: "underpaid", received: "700000" });
  const taken = await payments.call("acceptInvoice", { actor: cyd, ...short });
  expect(taken).toMatchObject({ state: "paid", decided_by: cyd });
});

it("expires when the chain was read beyond its time, and not before, and finds what comes late", async () => {
  const invoice = await make({ payee: ada });
  await net.devnet.chain.advance(INVOICE_RULES.expiry_s * 1_000 + 60_000);
  await look();
  expect((await now(invoice)).state).toBe("open");
  await net.settle();
  expect(await until(invoice, "expired")).toMatchObject({ received: "0", receipts: [] });
  await pay(address, invoice.amount);
  await net.settle();
  await look();
  await expect.poll(async () => (await now(invoice)).late).toBe(invoice.amount);
  expect(await now(invoice)).toMatchObject({ state: "expired", received: "0" });
  expect((await payments.call("payeeBalances", { payee: ada }))[0]).toMatchObject({ accrued: "0" });
});

it("keeps what is for no invoice apart until somebody says which, once", async () => {
  const invoice = await make();
  await pay(address, 123_456n);
  await net.settle();
  await expect
    .poll(async () => {
      await look();
      return (await payments.call("invoiceOverview", {})).unassigned;
    })
    .toBe(1);
  const { receipts } = await payments.call("listReceipts", { limit: 5, unassigned: true });
  expect(receipts).toMatchObject([{ amount: "123456", invoice_id: null }]);
  const { transaction_id, place } = receipts[0] ?? expect.fail("nothing came in");
  const asked = { actor: bob, invoice_id: invoice.invoice_id, transaction_id, place };
  expect(await payments.call("assignReceipt", asked)).toMatchObject({ received: "123456", receipts: [{ assigned_by: bob }] });
  await expect(payments.call("assignReceipt", asked)).rejects.toThrow("RECEIPT_NOT_FOUND");
  await expect(payments.call("cancelInvoice", { actor: bob, ...invoice })).rejects.toThrow("INVOICE_STATE");
});

it("concludes nothing from answers that contradict each other, says so, and goes on when they do not", async () => {
  const invoice = await make();
  const fault = net.devnet.faults.add({ kind: "wrong-receipt", path: "/walletsolidity/gettransactioninfobyid" });
  await pay(address, invoice.amount);
  await pass();
  await expect
    .poll(async () => {
      await look();
      return (await payments.call("invoiceOverview", {})).trouble;
    })
    .toMatch(/contradict each other/);
  expect((await now(invoice)).state).toBe("open");
  net.devnet.faults.remove(fault.id);
  expect(await until(invoice, "paid")).toMatchObject({ received: invoice.amount });
  expect((await payments.call("invoiceOverview", {})).trouble).toBeNull();
});

/** Blocks go on until the process has said so of the wallet. */
async function compared(expected: object) {
  await expect
    .poll(async () => {
      await net.settle();
      await look();
      return (await payments.call("reconcilePayouts", {})).wallets.find((one) => one.address === address);
    })
    .toMatchObject(expected);
  return await payments.call("reconcilePayouts", {});
}
const stopped = async () => (await payments.call("payoutOverview", {})).stopped;

it("finds a transfer that nobody lists, stops payouts over it, and takes it in when somebody names it", async () => {
  expect(await compared({ state: "agrees", difference: "0" })).toMatchObject({ ok: true, differences: [] });
  const invoice = await make();
  const transaction = (await net.devnet.fund(address, { usdt: BigInt(invoice.amount) }))[0] ?? expect.fail("nothing was sent");
  const fault = net.devnet.faults.add({ kind: "leave-out", transaction });
  const found = await compared({ state: "differs", difference: invoice.amount });
  expect(found.ok).toBe(false);
  expect(found.differences).toEqual([expect.stringMatching(/ USDT more than is recorded; in block \d+ it agreed$/)]);
  expect(await stopped()).toBe("halted");
  expect((await now(invoice)).state).toBe("open");
  await expect(payments.call("findReceipt", { transaction_id: "ab".repeat(32) })).rejects.toThrow("RECEIPT_NOT_FOUND");
  const receipts = await payments.call("findReceipt", { transaction_id: transaction });
  expect(receipts).toMatchObject([{ amount: invoice.amount, invoice_id: invoice.invoice_id }]);
  expect(await payments.call("findReceipt", { transaction_id: transaction })).toEqual(receipts);
  expect(await now(invoice)).toMatchObject({ state: "paid", received: invoice.amount });
  await compared({ state: "agrees", difference: "0" });
  expect(await stopped()).not.toBe("halted");
  fault[Symbol.dispose]();
});

it("finds by itself what is listed late, and stops nothing for it", async () => {
  const transaction = (await net.devnet.fund(address, { usdt: 1_500_000n }))[0] ?? expect.fail("nothing was sent");
  const fault = net.devnet.faults.add({ kind: "leave-out", transaction });
  await pay(address, 2_500_000n);
  await compared({ state: "waits", difference: "1500000" });
  expect(await stopped()).not.toBe("halted");
  fault[Symbol.dispose]();
  await net.devnet.chain.advance(120_000);
  await compared({ state: "agrees", difference: "0" });
  const { receipts } = await payments.call("listReceipts", { limit: 5, unassigned: true });
  expect(receipts.map(({ amount }) => amount)).toContain("1500000");
});

it("goes on when somebody says what a difference was, a large one when a second person agrees", async () => {
  const difference = "6000000000";
  const transaction = (await net.devnet.fund(address, { usdt: BigInt(difference) }))[0] ?? expect.fail("nothing was sent");
  net.devnet.faults.add({ kind: "leave-out", transaction });
  await compared({ state: "differs", difference });
  const said = { address, amount: difference, reason: "lent by the house" };
  await expect(payments.call("approveExplanation", { actor: bob, address, amount: difference })).rejects.toThrow(
    "DIFFERENCE_CHANGED",
  );
  await expect(payments.call("explainDifference", { actor: ada, ...said, amount: "5999999999" })).rejects.toThrow(
    "DIFFERENCE_CHANGED",
  );
  expect(await payments.call("explainDifference", { actor: ada, ...said })).toMatchObject([
    { state: "differs", explanation: { amount: difference, explained_by: ada, made_at: null } },
  ]);
  await expect(payments.call("approveExplanation", { actor: ada, address, amount: difference })).rejects.toThrow(
    "APPROVED_BY_ANOTHER",
  );
  expect(await stopped()).toBe("halted");
  const agreed = await payments.call("approveExplanation", { actor: bob, address, amount: difference });
  expect(agreed).toMatchObject([{ state: "agrees", explanation: { approved_by: bob } }]);
  expect(await stopped()).not.toBe("halted");
  await compared({ state: "agrees", difference: "0" });
});

it("reads on what comes into the wallet of before, lets nobody have too many open, and lists by pages", async () => {
  const invoice = await make();
  const { wallet_id } = await payments.call("watchWallet", { user_id: ada, name: "another", address: stranger() });
  await payments.call("setInvoiceWallet", { user_id: ada, wallet_id });
  await pay(invoice.address, invoice.amount);
  await net.settle();
  await until(invoice, "paid");
  const own = { actor: bob, own: true, payer: { user_id: bob, address: null } };
  for (let made = 0; made < INVOICE_RULES.payer_open; made += 1) await make(own);
  await expect(make(own)).rejects.toThrow('TOO_MANY_OPEN {"limit":5}');
  const first = await payments.call("listInvoices", { limit: 2, payer: bob, state: "open" });
  expect(first.invoices).toHaveLength(2);
  const before = first.next_before ?? expect.fail("there is no second page");
  const rest = await payments.call("listInvoices", { limit: 10, payer: bob, state: "open", before });
  expect(rest).toMatchObject({ next_before: null });
  expect(rest.invoices).toHaveLength(3);

  const found = async (q: string, waiting = true): Promise<readonly string[]> =>
    (await payments.call("listInvoices", { limit: 100, waiting, q })).invoices.map(({ invoice_id }) => invoice_id);
  const sought = await make({ title: "The Repair of a Roof", price: "7654000000" });
  const shownAmount = sought.amount.replace(/(\d{6})$/, ".$1");
  for (const q of ["repair of", shownAmount, shownAmount.replace(".", ","), "7654.0", sought.invoice_id])
    expect(await found(q), q).toEqual([sought.invoice_id]);
  expect(await found("%")).toEqual([]);
  expect(await found(invoice.invoice_id)).toEqual([]);
  expect(await found(invoice.invoice_id, false)).toEqual([invoice.invoice_id]);
  await expect(now({ invoice_id: cyd as Invoice["invoice_id"] })).rejects.toThrow("INVOICE_NOT_FOUND");
});

it("keeps the order of what invoices have come to", async () => {
  const { steps, last } = await payments.call("invoiceSteps", { after: 0, limit: 1_000 });
  expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
  expect(last).toBe(steps.length);
  expect((await payments.call("invoiceSteps", { after: last - 1, limit: 5 })).steps).toEqual(steps.slice(-1));
});
