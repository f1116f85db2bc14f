import { InvoiceId, invoiceErrors, payoutErrors, SessionId, type SessionOrder, UserId } from "@lucid/contract";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { OrderedSessions } from "../sessions/index.ts";
import type { PaymentsLink } from "../tron/index.ts";
import type { Cashier } from "./create-cashier.ts";
import type { OrderRow, SalesBook } from "./open-sales-book.ts";

export interface SalesServiceDeps {
  readonly book: SalesBook;
  readonly cashier: Pick<Cashier, "invoiced" | "look" | "sendBack">;
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly sessions: Pick<OrderedSessions, "requireStartable" | "requireOwned" | "fate">;
  /** To whom a share is owed of what is ordered now; null where nobody is named who is there. */
  readonly payee: () => string | null;
  /** Whether a session is for the caller's eyes. @throws SESSION_NOT_FOUND */
  readonly find: (sessionId: string, caller: Parameters<Services["sales"]["get"]>[1]) => unknown;
}

export const showOrder = (row: OrderRow, unused: boolean): SessionOrder => ({
  session_id: SessionId.parse(row.session_id),
  user_id: UserId.parse(row.user_id),
  state: row.state,
  ordered_at: new Date(row.ordered_at).toISOString(),
  title: row.title,
  price: row.price,
  invoice_id: row.invoice_id === null ? null : InvoiceId.parse(row.invoice_id),
  reason: row.reason,
  unused,
});

/** Sessions that are paid for before they start. What came in, the process of payments decides. */
export function createSalesService({ book, cashier, payments, sessions, payee, find }: SalesServiceDeps): Services["sales"] {
  const show = (row: OrderRow): SessionOrder => showOrder(row, book.isUnused(row, sessions.fate));
  function needOf(invoiceId: string, isTheirs: (row: OrderRow) => boolean): OrderRow {
    const row = book.ofInvoice(invoiceId);
    if (!row || !isTheirs(row)) throw invoiceErrors.INVOICE_NOT_FOUND();
    return row;
  }
  const isOwn = (caller: Caller) => (row: OrderRow) => row.user_id === requirePrincipal(caller).userId;
  const may = (caller: Caller, permission: "manage_payouts" | "view_all_payouts"): boolean =>
    requirePrincipal(caller).permissions.has(permission);
  function noted(caller: Caller, row: OrderRow): SessionOrder {
    const { session_id, invoice_id, price, state, user_id } = row;
    caller.identify({
      target: session_id,
      details: { price, state, payer: user_id, ...(invoice_id === null ? {} : { invoice_id }) },
    });
    return show(row);
  }

  return {
    price() {
      const price = book.price();
      return { price: price ? { name: price.name, price: price.micro_usdt.toString() } : null };
    },
    list: ({ limit }) => ({ orders: book.page(limit).map(show) }),
    get({ session_id }, caller) {
      find(session_id, caller);
      const row = book.ofSession(session_id);
      return { order: row ? show(row) : null };
    },
    async order({ session_id, ...start }, caller) {
      const recipients = sessions.requireStartable(session_id, caller, start);
      const price = book.price();
      const known = book.ofSession(session_id);
      // What was ordered at a price stays so, whatever the price is now.
      const isKnown = known?.state === "waiting" || known?.state === "paid";
      if (!price && !isKnown) throw invoiceErrors.PRICE_NOT_FOUND();
      // Whether there are payments at all is known before anything is written.
      payments();
      const { title, price: units } = isKnown ? known : { title: price?.name ?? "", price: price?.micro_usdt.toString() ?? "0" };
      const { userId: user_id } = requirePrincipal(caller);
      const { grant_signature } = start;
      const wanted = { session_id, user_id, title, price: units, payee: payee(), grant_signature, recipients };
      const row = await cashier.invoiced(book.claim(wanted, sessions.fate));
      void cashier.look();
      caller.identify({ target: session_id, details: { price: row.price, state: row.state } });
      return show(row);
    },
    async cancel({ session_id }, caller) {
      sessions.requireOwned(session_id, caller);
      const known = book.ofSession(session_id);
      if (!known) throw invoiceErrors.INVOICE_NOT_FOUND();
      const { invoice_id, user_id, order_id } = await cashier.invoiced(known);
      if (invoice_id === null) throw invoiceErrors.INVOICE_NOT_FOUND();
      await payments().call("cancelInvoice", { actor: user_id, invoice_id });
      await cashier.look();
      caller.identify({ target: session_id });
      return show(book.find(order_id) ?? known);
    },
    async ofInvoice({ invoice_id }, caller) {
      const seesAll = may(caller, "view_all_payouts");
      const row = book.ofInvoice(invoice_id);
      if (row && (seesAll || isOwn(caller)(row))) return { order: show(row) };
      const { payer } = await payments().call("getInvoice", { invoice_id });
      if (!seesAll && payer !== requirePrincipal(caller).userId) throw invoiceErrors.INVOICE_NOT_FOUND();
      return { order: null };
    },
    askBack({ invoice_id }, caller) {
      const row = book.ask(needOf(invoice_id, isOwn(caller)), sessions.fate);
      void cashier.look();
      return noted(caller, row);
    },
    keep: ({ invoice_id }, caller) =>
      noted(caller, book.keep(needOf(invoice_id, (row) => isOwn(caller)(row) || may(caller, "manage_payouts")))),
    async giveBack({ invoice_id }, caller) {
      const { userId } = requirePrincipal(caller);
      const row = needOf(invoice_id, () => true);
      if (row.user_id === userId) throw payoutErrors.APPROVED_BY_ANOTHER();
      // Whether there are payments at all is known before anything is written.
      payments();
      const given = book.giveBack(row, userId, sessions.fate);
      noted(caller, given);
      return noted(caller, await cashier.sendBack(given));
    },
  };
}
