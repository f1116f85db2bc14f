import { commonErrors, type Invoice, invoiceErrors, LucidError, payoutErrors } from "@lucid/contract";
import type { Logger } from "pino";
import type { NotificationsArea } from "../notifications/index.ts";
import type { OrderedSessions } from "../sessions/index.ts";
import type { PaymentsLink } from "../tron/index.ts";
import type { OrderRow, SalesBook } from "./open-sales-book.ts";

/** Steps of invoices that are asked for at once. */
const PART = 100;

export interface CashierDeps {
  readonly log: Logger;
  readonly book: SalesBook;
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly sessions: Pick<OrderedSessions, "fate" | "start">;
  /** The address that somebody has, from which they may pay. */
  readonly addressOf: (userId: string) => string | null;
  /** @throws why this person may start no session now, whatever is paid. */
  readonly admit: (userId: string) => Promise<void>;
  readonly announce: NotificationsArea["announce"];
  /** Nobody calls these starts: they are written down all the same. */
  readonly audit: { record(entry: { action: string; outcome: string; user_id: string; target: string }): void };
}
export interface Cashier extends Disposable {
  /** The order with its invoice: asked for under its own key, so that there is one, however often that is interrupted. @throws its refusal */
  invoiced(row: OrderRow): Promise<OrderRow>;
  /** Orders that what was paid goes back, however often that is interrupted: each transfer once. @throws why one of them cannot */
  sendBack(row: OrderRow): Promise<OrderRow>;
  /** Brings orders to where their invoices are, and starts what is paid. One look at a time; resolves when nothing is left to do now. */
  look(): Promise<void>;
}

/**
 * Sessions start when their invoices are paid. What is stored decides: after a crash at any place the next look goes on from there, and the
 * session itself can begin only once.
 */
export function createCashier(deps: CashierDeps): Cashier {
  const { log, book, payments, sessions, addressOf, admit, audit, announce } = deps;
  const asking = new Map<string, Promise<OrderRow>>();
  const sending = new Map<string, Promise<OrderRow>>();
  const starting = new Set<string>();
  let looking: Promise<void> | undefined;
  let isAskedAgain = false;
  let isStopped = false;

  async function ask(row: OrderRow): Promise<OrderRow> {
    const { order_id, user_id, title, price, payee } = row;
    const payer = { user_id, address: addressOf(user_id) };
    const order = { title, price, payer, payee, idempotency_key: order_id };
    let made: Invoice;
    try {
      made = await payments().call("createInvoice", { actor: user_id, own: true, ...order });
    } catch (error) {
      // What was not made for sure is not waited for; whether anything was made by a process that went away is asked again.
      if (!isStopped && error instanceof LucidError && isRefused(error)) book.drop(order_id);
      throw error;
    }
    if (!isStopped) book.setInvoice(order_id, made.invoice_id, made.state);
    return book.find(order_id) ?? row;
  }
  function invoiced(row: OrderRow): Promise<OrderRow> {
    if (row.invoice_id !== null) return Promise.resolve(row);
    const known = asking.get(row.order_id);
    if (known) return known;
    const asked = ask(row).finally(() => asking.delete(row.order_id));
    asking.set(row.order_id, asked);
    return asked;
  }

  async function begin({ order_id, session_id, user_id }: OrderRow): Promise<void> {
    if (starting.has(order_id)) return;
    starting.add(order_id);
    let signature: string | null = null;
    try {
      await admit(user_id);
      const row = book.find(order_id);
      if (isStopped || row?.state !== "paid" || row.grant_signature === null) return;
      signature = row.grant_signature;
      await sessions.start(session_id, signature, JSON.parse(row.recipients) as string[]);
      if (isStopped) return;
      book.use(session_id);
      audit.record({ action: "sales.session_started", outcome: "ok", user_id, target: session_id });
    } catch (error) {
      if (isStopped) return;
      const isKnown = error instanceof LucidError;
      if (!isKnown) log.error({ err: error, session_id }, "a paid session could not be started");
      // What passes by itself is tried again; for all else its owner is asked, who has paid and does not pay again.
      const keeps = isKnown && error.retryable && sessions.fate(session_id) === "pending";
      const reason = isKnown ? error.code : commonErrors.spec.INTERNAL.code;
      book.refuse(order_id, { reason, keeps, signature });
      if (!keeps) audit.record({ action: "sales.session_started", outcome: reason, user_id, target: session_id });
    } finally {
      starting.delete(order_id);
    }
  }

  async function send(row: OrderRow): Promise<OrderRow> {
    const { order_id, invoice_id, returned_by: actor } = row;
    if (row.state !== "returning" || invoice_id === null || actor === null) return row;
    const { receipts } = await payments().call("returnInvoice", { actor, invoice_id });
    let refusal: LucidError | undefined;
    for (const { transaction_id, place, refundable: amount } of receipts) {
      if (amount === "0") continue;
      const idempotency_key = `${order_id}:${transaction_id}:${place}`;
      try {
        await payments().call("refundReceipt", { actor, transaction_id, place, amount, idempotency_key });
      } catch (error) {
        if (!(error instanceof LucidError) || !isRefused(error)) throw error;
        refusal = error;
      }
    }
    if (isStopped) return row;
    // What was refused is ordered by hand, beside the transfer: it may be refused for as long as somebody changes nothing.
    const done = book.returned(row, refusal?.code ?? null);
    if (refusal) throw refusal;
    return done;
  }
  function sendBack(row: OrderRow): Promise<OrderRow> {
    const known = sending.get(row.order_id);
    if (known) return known;
    const sent = send(row).finally(() => sending.delete(row.order_id));
    sending.set(row.order_id, sent);
    return sent;
  }

  /**
   * Its owner, and who may send it back, are told that a session which was paid for has not started; and these, that the money is asked for. Each
   * once, for it is known by its key: also after a kill between what was written and what was told.
   */
  function tellUnused(row: OrderRow): void {
    const { order_id, session_id: sessionId, user_id, invoice_id, state, network, price, title, grant_signature } = row;
    const isWaiting = sessions.fate(sessionId) === "pending" && grant_signature !== null;
    if (invoice_id === null || (state !== "asked" && (state !== "paid" || isWaiting || !book.isUnused(row, sessions.fate))))
      return;
    const [about, data] = [`${order_id} ${sessionId}`, { invoice_id, state, network, price, title }];
    const key = `session.unstarted ${about}`;
    const own = { kind: "session.unstarted", to: { account: user_id }, link: `/wallet/invoices/${invoice_id}` } as const;
    if (state === "paid") announce({ ...own, key, sessionId, data });
    const theirs = { kind: "payment.unused", to: { permission: "manage_payouts", except: user_id }, who: user_id } as const;
    announce({ ...theirs, key: `payment.unused ${state} ${about}`, link: `/admin/invoices/${invoice_id}`, data });
  }

  /** What can be done without payments: an order is used by the session that was recorded, and one that is paid begins. */
  function settle(): void {
    for (const row of book.open()) {
      tellUnused(row);
      if (row.state !== "paid") continue;
      const fate = sessions.fate(row.session_id);
      if (fate === "recorded") book.use(row.session_id);
      if (fate === "pending" && row.grant_signature !== null) void begin(row);
    }
  }

  async function followInvoices(): Promise<void> {
    const link = payments();
    // First of all: the step of an invoice that no order names would be read, and forgotten.
    for (const row of book.open()) if (row.invoice_id === null) await invoiced(row).catch(unlessRefused);
    for (const row of book.open()) {
      const { state, invoice_id, session_id, user_id } = row;
      const fate = sessions.fate(session_id);
      if (state !== "waiting" || invoice_id === null || fate === "pending" || fate === "starting") continue;
      // Nobody is to pay for it any more. Where something came in already, its time decides.
      await link.call("cancelInvoice", { actor: user_id, invoice_id }).catch(unlessRefused);
    }
    for (const row of book.open()) if (row.state === "returning") await sendBack(row).catch(unlessRefused);
    for (;;) {
      if (isStopped) return;
      const before = book.readUntil();
      const { steps, last } = await link.call("invoiceSteps", { after: before, limit: PART });
      if (isStopped) return;
      // Of a backup that was taken back, there are fewer than were read.
      if (steps.length > 0 || last < before) book.follow(steps, steps.at(-1)?.number ?? last);
      if (steps.length < PART) return;
    }
  }

  async function lookOnce(): Promise<void> {
    if (book.isEmpty()) return;
    settle();
    try {
      await followInvoices();
    } catch (error) {
      if (!(error instanceof LucidError)) throw error;
      log.debug({ cause: error.message }, "what was ordered is looked for when payments are back");
      return;
    }
    if (!isStopped) settle();
  }
  async function lookAll(): Promise<void> {
    // `looking` is this one before anything of it runs.
    await Promise.resolve();
    try {
      do {
        isAskedAgain = false;
        if (!isStopped) await lookOnce();
      } while (isAskedAgain && !isStopped);
    } catch (error) {
      log.error({ err: error }, "orders of sessions could not be followed");
    } finally {
      looking = undefined;
    }
  }
  function look(): Promise<void> {
    isAskedAgain = true;
    return (looking ??= lookAll());
  }

  return {
    invoiced,
    sendBack,
    look,
    [Symbol.dispose]() {
      isStopped = true;
    },
  };
}

const REFUSED = new Set<string>(
  [
    invoiceErrors.spec.NO_INVOICE_WALLET,
    invoiceErrors.spec.INVOICES_FULL,
    invoiceErrors.spec.TOO_MANY_OPEN,
    invoiceErrors.spec.INVOICE_DIFFERS,
    invoiceErrors.spec.INVOICE_STATE,
    invoiceErrors.spec.INVOICE_NOT_FOUND,
    invoiceErrors.spec.RECEIPT_NOT_FOUND,
    payoutErrors.spec.PAYOUT_IMPOSSIBLE,
    payoutErrors.spec.PAYOUT_DIFFERS,
  ].map(({ code }) => code),
);
const isRefused = ({ code }: LucidError): boolean => REFUSED.has(code);
/** The word of the process of payments about one invoice is no reason to leave the others. @throws all else */
function unlessRefused(error: unknown): void {
  if (!(error instanceof LucidError) || !isRefused(error)) throw error;
}
