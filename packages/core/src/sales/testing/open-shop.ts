import {
  type Invoice,
  InvoiceId,
  type InvoiceState,
  invoiceErrors,
  type PaymentsCalls,
  type PaymentsMethod,
  payoutErrors,
  SessionId,
  sessionErrors,
  tronErrors,
  UserId,
} from "@lucid/contract";
import { expect, vi } from "vitest";
import { openMortal } from "../../ground/testing/open-mortal.ts";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import type { OrderedFate } from "../../sessions/index.ts";
import { testCaller } from "../../sessions/testing/test-caller.ts";
import { openSalesBook } from "../open-sales-book.ts";
import { startSales } from "../start-sales.ts";

export const [buyer, operator, clerk] = ["1", "2", "3"].map((digit) =>
  UserId.parse(`${digit.repeat(8)}-1111-4111-8111-111111111111`),
) as [UserId, UserId, UserId];
export const [one, two, three] = ["a", "b", "c"].map((digit) =>
  SessionId.parse(`${digit.repeat(8)}-1111-4111-8111-111111111111`),
) as [SessionId, SessionId, SessionId];
export const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const RECIPIENT = "age1of-somebody";
const settings = {
  ...{ tron_network: "devnet" as const, invoice_prices: ["Session=2.50"], session_price: "Session", session_payee: operator },
};
export const signedFor = { grant_signature: "ab".repeat(65) };
const signed = { ...signedFor, recipients: [RECIPIENT] };

/** A process of payments as orders see it: an invoice a key, and numbered steps. */
function openTill() {
  const byKey = new Map<string, { invoice_id: InvoiceId; state: InvoiceState; order: PaymentsCalls["createInvoice"]["input"] }>();
  const steps: { number: number; invoice_id: InvoiceId; state: InvoiceState }[] = [];
  /** Two transfers came in for an invoice, and what of them is on its way back, by the key that it was asked under. */
  const transaction = "ab".repeat(32);
  const back = new Map<string, number>();
  let isAway = false;
  let refusal: ((place: number) => Error | undefined) | undefined;
  const invoiceOf = (id: string) => [...byKey.values()].find(({ invoice_id }) => invoice_id === id) ?? expect.fail("no invoice");
  function step(invoiceId: InvoiceId, state: InvoiceState): void {
    invoiceOf(invoiceId).state = state;
    steps.push({ number: steps.length + 1, invoice_id: invoiceId, state });
  }
  const calls = {
    createInvoice(input: PaymentsCalls["createInvoice"]["input"]): Partial<Invoice> {
      const known = byKey.get(input.idempotency_key);
      if (known) return known;
      const invoice_id = InvoiceId.parse(crypto.randomUUID());
      byKey.set(input.idempotency_key, { invoice_id, state: "open", order: input });
      step(invoice_id, "open");
      return { invoice_id, state: "open" };
    },
    getInvoice({ invoice_id }: PaymentsCalls["getInvoice"]["input"]): Partial<Invoice> {
      const known = [...byKey.values()].find((one) => one.invoice_id === invoice_id);
      return { payer: UserId.parse(known?.order.payer?.user_id ?? operator) };
    },
    cancelInvoice({ invoice_id }: PaymentsCalls["cancelInvoice"]["input"]): Partial<Invoice> {
      const { state } = invoiceOf(invoice_id);
      if (state !== "open") throw invoiceErrors.INVOICE_STATE({ state });
      step(InvoiceId.parse(invoice_id), "cancelled");
      return { invoice_id: InvoiceId.parse(invoice_id), state: "cancelled" };
    },
    returnInvoice({ invoice_id }: PaymentsCalls["returnInvoice"]["input"]): Partial<Invoice> {
      const { state } = invoiceOf(invoice_id);
      if (state !== "paid" && state !== "returned") throw invoiceErrors.INVOICE_STATE({ state });
      if (state === "paid") step(InvoiceId.parse(invoice_id), "returned");
      const isBack = (place: number): boolean => [...back.values()].includes(place);
      const receipts = [0, 1].map((place) => ({
        transaction_id: transaction,
        place,
        refundable: isBack(place) ? "0" : "1250000",
      }));
      return { invoice_id: InvoiceId.parse(invoice_id), state: "returned", receipts: receipts as Invoice["receipts"] };
    },
    refundReceipt({ place, amount, idempotency_key: key }: PaymentsCalls["refundReceipt"]["input"]) {
      const refused = refusal?.(place);
      if (refused) throw refused;
      if (back.has(key)) return {};
      if (amount !== "1250000" || [...back.values()].includes(place))
        throw payoutErrors.PAYOUT_IMPOSSIBLE({ obstacle: "nothing-over" });
      back.set(key, place);
      return {};
    },
    invoiceSteps: ({ after, limit }: PaymentsCalls["invoiceSteps"]["input"]) => ({
      steps: steps.filter(({ number }) => number > after).slice(0, limit),
      last: steps.length,
    }),
  };
  return {
    byKey,
    back,
    step,
    refuse: (why: typeof refusal) => void (refusal = why),
    setAway: (away: boolean) => void (isAway = away),
    call(method: PaymentsMethod, input: unknown): unknown {
      if (isAway) throw tronErrors.PAYMENTS_AWAY();
      return calls[method as keyof typeof calls](input as never);
    },
  };
}

/** Sessions that are prepared, and start when they are told to. */
function openDesk() {
  const fates = new Map<string, OrderedFate>([one, two, three].map((id) => [id, "pending"]));
  const starts: string[] = [];
  let refusal: (() => Error) | undefined;
  let asked = 0;
  return {
    fates,
    starts,
    /** From now on; undefined, and they start. */
    refuse: (why: (() => Error) | undefined) => void (refusal = why),
    asked: () => asked,
    start(sessionId: string): void {
      asked += 1;
      if (refusal) throw refusal();
      if (fates.get(sessionId) !== "pending") throw sessionErrors.SESSION_STATE({ status: "recording", allowed: ["created"] });
      fates.set(sessionId, "recorded");
      starts.push(sessionId);
    },
  };
}

/** A shop whose area may die at a call to the outside, before or after it had its effect, and is opened again. */
export async function openShop() {
  const ground = await openTestGround();
  const [till, desk] = [openTill(), openDesk()];
  const live: { -readonly [Key in keyof typeof settings]: (typeof settings)[Key] | "" } = { ...settings };
  const book = openSalesBook(ground, live as typeof settings);
  const records: string[] = [];
  const told = new Map<string, object>();
  const mortal = openMortal((outside) => {
    const call = (method: PaymentsMethod, input: unknown) => outside(method, () => till.call(method, input));
    return startSales(ground, {
      book,
      payments: () => ({ call: call as never }),
      sessions: {
        find: () => expect.fail("not asked here"),
        ordered: {
          requireOwned: () => undefined,
          requireStartable: (_id, _caller, { recipients = [] }) => recipients,
          fate: (id) => desk.fates.get(id) ?? "nothing",
          start: (id) => outside("start", () => desk.start(id)),
        },
      },
      accounts: {
        find: (userId) => ({
          ...{ status: userId === buyer || userId === operator ? ("active" as const) : ("deleted" as const), role: "USER" },
          ...{ admin_label: null, kyc_status: "verified", tron_address: ADDRESS },
        }),
      },
      announce: ({ key, ...fact }) => void (told.has(key) || told.set(key, fact)),
      gate: { admit: () => undefined },
      admitNew: async () => undefined,
      audit: { record: ({ action, outcome }) => void records.push(`${action} ${outcome}`) },
    });
  });
  const { deaths, dieAt, isDead, openAgain } = mortal;
  const service = () => mortal.area().services?.sales ?? expect.fail("no service");
  return {
    ...{ ground, till, desk, book, live, records, told },
    service,
    order: async (session_id: SessionId) => await service().order({ session_id, ...signed }, testCaller(buyer, [])),
    cancel: async (session_id: SessionId) => await service().cancel({ session_id }, testCaller(buyer, [])),
    price: async () => await service().price(undefined, testCaller(buyer, [])),
    state: (session_id: string) => book.ofSession(session_id)?.state,
    /** The process of payments has something to say. */
    hear: () => ground.changes.publish({ topic: "invoices", id: "" }),
    ...{ deaths, dieAt, isDead, openAgain },
    async [Symbol.asyncDispose]() {
      await mortal[Symbol.asyncDispose]();
      await ground[Symbol.asyncDispose]();
    },
  };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Says what its invoice has come to, and waits until the order has. */
export async function comeTo(shop: Shop, session: SessionId, state: InvoiceState, order: string): Promise<void> {
  const { invoice_id } = shop.book.ofSession(session) ?? expect.fail("no order");
  shop.till.step(InvoiceId.parse(invoice_id), state);
  shop.hear();
  await vi.waitFor(() => expect(shop.state(session)).toBe(order));
}
