import { type InvoiceState, invoiceErrors, type OrderState } from "@lucid/contract";
import type { Clock, OpenDatabase, Randomness } from "@lucid/foundation";
import type { OrderedSessions } from "../sessions/index.ts";
import { sessionPriceOf, type TronSettings } from "../tron/index.ts";
import { saleTables } from "./sale-tables.ts";

export type SalesSettings = Readonly<Pick<TronSettings, "tron_network" | "invoice_prices" | "session_price" | "session_payee">>;

/** Times are Unix milliseconds. */
export interface OrderRow {
  /** Also the key under which its invoice is asked for: once, however often it is. */
  readonly order_id: string;
  readonly network: string;
  readonly session_id: string;
  readonly user_id: string;
  readonly title: string;
  readonly price: string;
  readonly payee: string | null;
  readonly invoice_id: string | null;
  readonly state: OrderState;
  /** What the owner has signed; null where the owner has to start it. */
  readonly grant_signature: string | null;
  /** JSON of who will be able to open the recording. */
  readonly recipients: string;
  readonly reason: string | null;
  readonly ordered_at: number;
  /** Who decided that what was paid goes back. */
  readonly returned_by: string | null;
}
export interface NewOrder {
  readonly session_id: string;
  readonly user_id: string;
  readonly title: string;
  readonly price: string;
  readonly payee: string | null;
  readonly grant_signature: string;
  readonly recipients: readonly string[];
}
export interface ReadStep {
  readonly number: number;
  readonly invoice_id: string;
  readonly state: InvoiceState;
}
type Fate = OrderedSessions["fate"];

/** What an order is whose invoice has come to that. */
export const ORDER_OF: Readonly<Record<InvoiceState, OrderState>> = {
  open: "waiting",
  paid: "paid",
  underpaid: "lapsed",
  expired: "lapsed",
  cancelled: "cancelled",
  returned: "returned",
};

export interface SalesBookDeps {
  readonly db: Pick<OpenDatabase, "read" | "write" | "attach">;
  readonly clock: Pick<Clock, "now">;
  readonly randomness: Pick<Randomness, "uuid">;
}
export type SalesBook = ReturnType<typeof openSalesBook>;

/** Orders of sessions, each function that writes being one transaction. It is there before the sessions are, which ask it. */
export function openSalesBook({ db, clock, randomness }: SalesBookDeps, settings: SalesSettings) {
  db.attach(saleTables);
  const { read, write } = db;
  const network = settings.tron_network;
  const ofSession = read.prepare<{ session: string; network: string }, OrderRow>(
    `SELECT * FROM session_order WHERE session_id = :session AND network = :network
     ORDER BY state = 'used' DESC, state = 'paid' DESC, state = 'waiting' DESC, rowid DESC LIMIT 1`,
  );
  const paidOf = read.prepare<{ session: string; network: string }, OrderRow>(
    "SELECT * FROM session_order WHERE session_id = :session AND network = :network AND state = 'paid' ORDER BY rowid LIMIT 1",
  );
  const open = read.prepare<{ network: string; user: string | null }, OrderRow>(
    `SELECT * FROM session_order WHERE network = :network AND state IN ('waiting', 'paid', 'asked', 'returning') AND (:user IS NULL OR user_id = :user)
     ORDER BY rowid`,
  );
  const isUsed = read.prepare<[string], { n: number }>(
    "SELECT 1 AS n FROM session_order WHERE session_id = ? AND state = 'used'",
  );
  const isOpen = read.prepare<[string], { n: number }>(
    "SELECT 1 AS n FROM session_order WHERE session_id = ? AND state IN ('waiting', 'paid', 'asked', 'returning') LIMIT 1",
  );
  const any = read.prepare<[string], { n: number }>("SELECT 1 AS n FROM session_order WHERE network = ? LIMIT 1");
  const one = read.prepare<[string], OrderRow>("SELECT * FROM session_order WHERE order_id = ?");
  const ofInvoice = read.prepare<{ invoice: string; network: string }, OrderRow>(
    "SELECT * FROM session_order WHERE invoice_id = :invoice AND network = :network",
  );
  const page = read.prepare<[string, number], OrderRow>(
    "SELECT * FROM session_order WHERE network = ? ORDER BY rowid DESC LIMIT ?",
  );
  const ofUser = read.prepare<[string], OrderRow>("SELECT * FROM session_order WHERE user_id = ? ORDER BY rowid");
  const cursor = read.prepare<[string], { number: number }>("SELECT number FROM session_order_read WHERE network = ?");
  const insert = write.prepare<Omit<OrderRow, "invoice_id" | "state" | "reason" | "returned_by">>(
    `INSERT INTO session_order (order_id, network, session_id, user_id, title, price, payee, state, grant_signature, recipients, ordered_at)
     VALUES (:order_id, :network, :session_id, :user_id, :title, :price, :payee, 'waiting', :grant_signature, :recipients, :ordered_at)`,
  );
  const sign = write.prepare<{ id: string; session: string; signature: string; recipients: string }>(
    `UPDATE session_order SET session_id = :session, grant_signature = :signature, recipients = :recipients, reason = NULL
     WHERE order_id = :id AND state IN ('waiting', 'paid')`,
  );
  const setInvoice = write.prepare<{ id: string; invoice: string; state: OrderState }>(
    "UPDATE session_order SET invoice_id = :invoice, state = :state WHERE order_id = :id AND invoice_id IS NULL",
  );
  const drop = write.prepare<[string]>("DELETE FROM session_order WHERE order_id = ? AND invoice_id IS NULL");
  const move = write.prepare<{ invoice: string; state: OrderState }>(
    `UPDATE session_order SET state = :state WHERE invoice_id = :invoice AND state <> :state
       AND state IN ('waiting', 'paid', 'lapsed', 'cancelled') AND :state <> 'returned'`,
  );
  const setCursor = write.prepare<[string, number]>(
    "INSERT INTO session_order_read (network, number) VALUES (?, ?) ON CONFLICT (network) DO UPDATE SET number = excluded.number",
  );
  const use = write.prepare<[string]>(
    "UPDATE session_order SET state = 'used', grant_signature = NULL, reason = NULL WHERE order_id = ? AND state = 'paid'",
  );
  const refuse = write.prepare<{ id: string; reason: string; keeps: number; signature: string | null }>(
    `UPDATE session_order SET reason = :reason, grant_signature = CASE :keeps WHEN 1 THEN grant_signature END
     WHERE order_id = :id AND state = 'paid' AND (reason IS NOT :reason OR :keeps = 0)
       AND (:signature IS NULL OR grant_signature = :signature)`,
  );

  const back = write.prepare<{ id: string; from: OrderState; to: OrderState; by: string | null; reason: string | null }>(
    `UPDATE session_order SET state = :to, returned_by = coalesce(:by, returned_by), reason = :reason
     WHERE order_id = :id AND state = :from`,
  );

  /** What was paid and brought nothing: its session never ran, or another order stands for it. */
  const isFree = ({ state, session_id }: OrderRow, fate: Fate): boolean => {
    if (state !== "paid") return false;
    const what = fate(session_id);
    return what === "nothing" || (what === "recorded" && isUsed.get(session_id) !== undefined);
  };

  /** What its owner may ask for: no session runs by it, and none can while it is asked for. */
  const isUnused = (row: OrderRow, fate: Fate): boolean =>
    row.state === "paid" && row.invoice_id !== null && (fate(row.session_id) === "pending" || isFree(row, fate));
  function goBack(row: OrderRow, to: OrderState, by: string | null, reason = row.reason): OrderRow {
    back.run({ id: row.order_id, from: row.state, to, by, reason });
    return one.get(row.order_id) as OrderRow;
  }

  return {
    network,
    isUnused,
    /** What a session costs now; undefined where nothing. */
    price: () => sessionPriceOf(settings),
    /** Who is named for a share of what sessions bring. */
    payee: (): string | null => (settings.session_payee === "" ? null : settings.session_payee),
    /** @throws SESSION_UNPAID where sessions cost something, and nobody has paid for this one. */
    requirePaid(sessionId: string): void {
      const price = sessionPriceOf(settings);
      if (!price || paidOf.get({ session: sessionId, network })) return;
      throw invoiceErrors.SESSION_UNPAID({ name: price.name, price: price.micro_usdt.toString() });
    },
    find: (orderId: string): OrderRow | undefined => one.get(orderId),
    ofSession: (sessionId: string): OrderRow | undefined => ofSession.get({ session: sessionId, network }),
    ofInvoice: (invoiceId: string): OrderRow | undefined => ofInvoice.get({ invoice: invoiceId, network }),
    isOpen: (sessionId: string): boolean => isOpen.get(sessionId) !== undefined,
    isEmpty: (): boolean => any.get(network) === undefined,
    open: (): readonly OrderRow[] => open.all({ network, user: null }),
    page: (limit: number): readonly OrderRow[] => page.all(network, limit),
    ofUser: (userId: string): readonly OrderRow[] => ofUser.all(userId),
    /**
     * The order by which a session will start: the one that it has, else what the same person paid for a session that never ran, else a new one.
     */
    claim: write.transaction((wanted: NewOrder, fate: Fate): OrderRow => {
      const { session_id: session, grant_signature: signature } = wanted;
      const recipients = JSON.stringify(wanted.recipients);
      const mine = ofSession.get({ session, network });
      const isMine = mine?.state === "waiting" || mine?.state === "paid";
      const known = isMine
        ? mine
        : open
            .all({ network, user: wanted.user_id })
            .find((row) => BigInt(row.price) >= BigInt(wanted.price) && isFree(row, fate));
      const order_id = known?.order_id ?? `session-order-${randomness.uuid()}`;
      if (known) sign.run({ id: order_id, session, signature, recipients });
      else insert.run({ ...wanted, order_id, network, recipients, ordered_at: clock.now() });
      return one.get(order_id) as OrderRow;
    }),
    setInvoice: (orderId: string, invoice: string, state: InvoiceState): void =>
      void setInvoice.run({ id: orderId, invoice, state: ORDER_OF[state] }),
    /** Of one whose invoice was refused. */
    drop: (orderId: string): void => void drop.run(orderId),
    readUntil: (): number => cursor.get(network)?.number ?? 0,
    /** Brings orders to where their invoices are: each step is read once, and not before what follows from it is written. */
    follow: write.transaction((steps: readonly ReadStep[], until: number): void => {
      for (const { invoice_id: invoice, state } of steps) move.run({ invoice, state: ORDER_OF[state] });
      setCursor.run(network, until);
    }),
    /** A session was recorded: one order stands for it. */
    use: write.transaction((sessionId: string): void => {
      const paid = paidOf.get({ session: sessionId, network });
      if (paid && !isUsed.get(sessionId)) use.run(paid.order_id);
    }),
    /** Its owner asks for the money. @throws ORDER_STATE where it brought something, or may yet. */
    ask: write.transaction((row: OrderRow, fate: Fate): OrderRow => {
      if (!isUnused(row, fate)) throw invoiceErrors.ORDER_STATE({ state: row.state });
      return goBack(row, "asked", null);
    }),
    /** What was asked for stays for the next session. @throws ORDER_STATE */
    keep: write.transaction((row: OrderRow): OrderRow => {
      if (row.state !== "asked") throw invoiceErrors.ORDER_STATE({ state: row.state });
      return goBack(row, "paid", null);
    }),
    /** Somebody decides that the money goes back: from now on it brings nothing any more. @throws ORDER_STATE */
    giveBack: write.transaction((row: OrderRow, by: string, fate: Fate): OrderRow => {
      if (row.state === "returning" || row.state === "returned") return row;
      if (row.state !== "asked" && !isUnused(row, fate)) throw invoiceErrors.ORDER_STATE({ state: row.state });
      return goBack(row, "returning", by, null);
    }),
    /** All of it goes back that can; `reason`: the code of what refused the rest. */
    returned: (row: OrderRow, reason: string | null): OrderRow => goBack(row, "returned", null, reason),
    /** A paid session did not start with what its owner had signed. `keeps`: it is tried again by itself. */
    refuse: (
      orderId: string,
      why: { readonly reason: string; readonly keeps: boolean; readonly signature: string | null },
    ): void => void refuse.run({ id: orderId, ...why, keeps: why.keeps ? 1 : 0 }),
  };
}
