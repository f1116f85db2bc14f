import {
  type Invoice,
  InvoiceId,
  type InvoiceStep,
  type PaymentsCalls,
  type PaymentsMethod,
  type Permission,
  tronErrors,
  UserId,
} from "@lucid/contract";
import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startInvoices } from "./start-invoices.ts";

const [buyer, other, seller] = ["1", "2", "3"].map((digit) => UserId.parse(`${digit.repeat(8)}-1111-4111-8111-111111111111`)) as [
  UserId,
  UserId,
  UserId,
];
const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const accounts = {
  find: (user_id: string) =>
    user_id === buyer || user_id === seller
      ? ({ user_id, tron_address: ADDRESS, status: "active" } as const)
      : ({ user_id, tron_address: null, status: "suspended" } as const),
};
const invoice_id = InvoiceId.parse("44444444-1111-4111-8111-111111111111");
const overview = { network: "devnet", wallet: null } as PaymentsCalls["invoiceOverview"]["output"];
const settings = { invoice_prices: ["Session=2.50", "Day=10"], invoice_expiry_s: 300 };

type Answers = {
  -readonly [Method in PaymentsMethod]?: PaymentsCalls[Method]["output"] | (() => PaymentsCalls[Method]["output"]);
};
/** Payments that answer as the test says, and what they were asked. */
function answering(answers: Answers) {
  const asked: { readonly method: PaymentsMethod; readonly input: unknown }[] = [];
  const call = async <Method extends PaymentsMethod>(method: Method, input: PaymentsCalls[Method]["input"]) => {
    asked.push({ method, input });
    const answer = answers[method];
    if (answer === undefined) throw tronErrors.PAYMENTS_AWAY();
    return (typeof answer === "function" ? answer() : answer) as PaymentsCalls[Method]["output"];
  };
  return { asked, payments: () => ({ call }) };
}
const caller = (userId: string, permissions: readonly Permission[] = []) => testCaller(userId, [...permissions]);

it("sells at the prices of its settings, to the account that asks, from the address that it has", async () => {
  await using ground = await openTestGround();
  const made = { invoice_id, price: "2500000", payer: buyer, state: "open" } as Invoice;
  const { asked, payments } = answering({ invoiceOverview: overview, createInvoice: made });
  await using area = startInvoices(ground, { payments, accounts, announce: () => undefined }, settings);
  const service = area.services?.invoices ?? expect.fail("no service");
  expect(await service.prices(undefined, caller(buyer))).toEqual({
    ...{ network: "devnet", is_open: false, expiry_s: 300 },
    prices: [
      { name: "Session", price: "2500000" },
      { name: "Day", price: "10000000" },
    ],
  });
  const idempotency_key = "an-invoice-of-a-test";
  expect(await service.buy({ price: "Session", idempotency_key }, caller(buyer))).toEqual(made);
  expect(asked.at(-1)).toEqual({
    method: "createInvoice",
    input: {
      ...{ actor: buyer, own: true, title: "Session", price: "2500000", idempotency_key },
      ...{ payer: { user_id: buyer, address: ADDRESS }, payee: null },
    },
  });
  await expect(async () => service.buy({ price: "Week", idempotency_key }, caller(buyer))).rejects.toThrow("under this name");
  const order = { title: "a session", price: "1", idempotency_key };
  await expect(async () => service.create({ ...order, payer: other }, caller(seller))).rejects.toThrow();
  await service.create({ ...order, payer: buyer, payee: seller }, caller(seller));
  expect(asked.at(-1)?.input).toMatchObject({ actor: seller, own: false, payee: seller, payer: { address: ADDRESS } });
});

it("shows an invoice to who is to pay it, and tells nobody else of it who may not see all", async () => {
  await using ground = await openTestGround();
  const { payments } = answering({ getInvoice: { invoice_id, payer: buyer } as Invoice });
  await using area = startInvoices(ground, { payments, accounts, announce: () => undefined }, settings);
  expect(await area.services?.invoices?.mineOne({ invoice_id }, caller(buyer))).toMatchObject({ invoice_id });
  await expect(async () => area.services?.invoices?.mineOne({ invoice_id }, caller(other))).rejects.toThrow("No such invoice");
  const event = { type: "invoices", invoice_id };
  const view = area.events?.["invoices"] ?? expect.fail("no events");
  expect(view(`${invoice_id} ${buyer}`, caller(buyer))).toEqual(event);
  expect(view(`${invoice_id} ${buyer}`, caller(other))).toBeUndefined();
  expect(view(`${invoice_id} `, caller(other, ["view_all_payouts"]))).toEqual(event);
  expect(view(" ", caller(other, ["view_all_payouts"]))).toEqual({ type: "invoices", invoice_id: null });
});

it("tells of each end of an invoice once, also when it could not before, and after a backup was taken back", async () => {
  await using ground = await openTestGround();
  const step = (number: number, state: InvoiceStep["state"]): InvoiceStep => ({
    ...{ number, invoice_id, state, title: "a session", price: "2500000", received: "7" },
  });
  let steps = [step(1, "open"), step(2, "expired"), step(3, "paid")];
  const answers: Answers = { invoiceOverview: overview, refundEnds: { ends: [], last: 0 } };
  const { payments } = answering(answers);
  const told: string[] = [];
  let broken: Error | undefined = tronErrors.PAYMENTS_AWAY();
  const announce = ({ key, kind }: { readonly key: string; readonly kind: string }): void => {
    if (broken) throw broken;
    told.push(`${kind} ${key.split(" ").at(-1)}`);
  };
  await using _area = startInvoices(ground, { payments, accounts, announce }, settings);
  const look = (): void => ground.changes.publish({ topic: "invoices", id: `${invoice_id} ` });
  look();
  const asked: number[] = [];
  answers.invoiceSteps = () => {
    asked.push(steps.length);
    return { steps, last: steps.at(-1)?.number ?? 0 };
  };
  look();
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  // Nobody waits for a look: what goes wrong in it ends no node.
  broken = new Error("database or disk is full");
  const before = asked.length;
  await expect
    .poll(() => {
      look();
      return asked.length;
    })
    .toBeGreaterThan(before + 1);
  expect(told).toEqual([]);
  broken = undefined;
  ground.changes.publish({ topic: "tron", id: "" });
  await expect.poll(() => told).toEqual(["payment.failed 2", "payment.completed 3"]);
  const numberOf = () => ground.db.read.prepare<[], { number: number }>("SELECT number FROM invoice_told").get()?.number;
  expect(numberOf()).toBe(3);
  steps = [];
  answers.invoiceSteps = { steps, last: 2 };
  look();
  await expect.poll(numberOf).toBe(2);
  expect(told).toHaveLength(2);
});

it("orders what is sent back for who may, and tells of its end once, at the invoice or among payouts", async () => {
  await using ground = await openTestGround();
  const payout_id = "55555555-1111-4111-8111-111111111111";
  const made = { payout_id, address: ADDRESS, amount: "7" } as PaymentsCalls["refundReceipt"]["output"];
  const end = (number: number, state: "settled" | "cancelled", invoice: string | null) => ({
    ...{ number, payout_id: payout_id.replace("5", String(number)), state, amount: "7", invoice_id: invoice },
  });
  const { asked, payments } = answering({
    ...{ invoiceOverview: overview, invoiceSteps: { steps: [], last: 0 }, refundReceipt: made },
    refundEnds: () => {
      const { after } = (asked.at(-1)?.input ?? expect.fail("nothing was asked")) as { readonly after: number };
      const ends = [end(1, "settled", invoice_id), end(2, "cancelled", null)];
      return { ends: ends.filter(({ number }) => number > after), last: 2 };
    },
  });
  const told: object[] = [];
  await using area = startInvoices(ground, { payments, accounts, announce: (fact) => void told.push(fact) }, settings);
  const order = { transaction_id: "ab".repeat(32), place: 0, amount: "7", idempotency_key: "a-refund-of-a-test" };
  expect(await area.services?.invoices?.refund(order, caller(seller))).toEqual(made);
  expect(asked.at(-1)).toEqual({ method: "refundReceipt", input: { actor: seller, ...order } });
  ground.changes.publish({ topic: "invoices", id: `${invoice_id} ` });
  await expect.poll(() => told.length).toBe(2);
  ground.changes.publish({ topic: "invoices", id: " " });
  await expect.poll(() => asked.filter(({ method }) => method === "refundEnds").length).toBe(2);
  expect(told).toMatchObject([
    { kind: "payment.refunded", link: `/admin/invoices/${invoice_id}`, data: { invoice_id, amount: "7", state: "settled" } },
    { kind: "payment.refund_failed", link: "/admin/payouts", data: { state: "cancelled", network: "devnet" } },
  ]);
});
