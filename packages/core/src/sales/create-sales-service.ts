import { InvoiceId, invoiceErrors, SessionId, type SessionOrder, UserId } from "@lucid/contract";
import { requirePrincipal, type Services } from "../calls/index.ts";
import type { OrderedSessions } from "../sessions/index.ts";
import type { PaymentsLink } from "../tron/index.ts";
import type { Cashier } from "./create-cashier.ts";
import type { OrderRow, SalesBook } from "./open-sales-book.ts";

export interface SalesServiceDeps {
  readonly book: SalesBook;
  readonly cashier: Pick<Cashier, "invoiced" | "look">;
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly sessions: Pick<OrderedSessions, "requireStartable" | "requireOwned" | "fate">;
  /** To whom a share is owed of what is ordered now; null where nobody is named who is there. */
  readonly payee: () => string | null;
  /** Whether a session is for the caller's eyes. @throws SESSION_NOT_FOUND */
  readonly find: (sessionId: string, caller: Parameters<Services["sales"]["get"]>[1]) => unknown;
}

export const showOrder = (row: OrderRow): SessionOrder => ({
  session_id: SessionId.parse(row.session_id),
  user_id: UserId.parse(row.user_id),
  state: row.state,
  ordered_at: new Date(row.ordered_at).toISOString(),
  title: row.title,
  price: row.price,
  invoice_id: row.invoice_id === null ? null : InvoiceId.parse(row.invoice_id),
  reason: row.reason,
});

/** Sessions that are paid for before they start. What came in, the process of payments decides. */
export function createSalesService({ book, cashier, payments, sessions, payee, find }: SalesServiceDeps): Services["sales"] {
  return {
    price() {
      const price = book.price();
      return { price: price ? { name: price.name, price: price.micro_usdt.toString() } : null };
    },
    list: ({ limit }) => ({ orders: book.page(limit).map(showOrder) }),
    get({ session_id }, caller) {
      find(session_id, caller);
      const row = book.ofSession(session_id);
      return { order: row ? showOrder(row) : null };
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
      return showOrder(row);
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
      return showOrder(book.find(order_id) ?? known);
    },
  };
}
