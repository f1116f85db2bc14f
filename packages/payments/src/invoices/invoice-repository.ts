import type { InvoiceState, RefundEnd, TronNetwork } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";
import type { Ledger } from "../payouts/ledger.ts";
import { type Came, refundableOf, shareOf, stateOf, sumsOf } from "./invoice-rules.ts";
import type { Incoming } from "./read-incoming.ts";

/** Where money comes in. Times are Unix milliseconds: of blocks, but for `found_at`, `assigned_at` and the times of steps. */
export interface AccountRow {
  readonly network: TronNetwork;
  readonly address: string;
  readonly wallet_id: string;
  readonly user_id: string;
  /** What came before is no business of any invoice. */
  readonly named_at: number;
  /** The newest transfer that was taken in: what comes is looked for from there on. */
  readonly seen_at: number;
  /** All that is in solidified blocks until this one was taken in; 0 before that. */
  readonly read_block: number;
  readonly read_until: number;
}
export interface ReceiptRow extends Omit<Incoming, "amount"> {
  readonly number: number;
  readonly amount: string;
  readonly address: string;
  readonly found_at: number;
  readonly invoice_id: string | null;
  readonly assigned_by: string | null;
  /** What of it was sent back, or is about to be; null where nothing is. */
  readonly sent_back: string | null;
  /** JSON of the newest that was ordered to be sent back. */
  readonly refund: string | null;
}
/** What can be sent back of a transfer, and to whom. */
export interface OwedBack {
  readonly from_address: string;
  readonly amount: bigint;
}
export interface NewInvoice {
  readonly invoice_id: string;
  readonly network: TronNetwork;
  readonly address: string;
  readonly title: string;
  readonly price: number;
  readonly amount: number;
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly held_until: number;
  readonly payer: string | null;
  readonly payer_address: string | null;
  readonly payee: string | null;
  readonly share_permille: number;
  readonly idempotency_key: string;
}
export interface InvoiceRow extends NewInvoice {
  readonly number: number;
  readonly state: InvoiceState;
  readonly decided_by: string | null;
  /** JSON of `[state, at]`, the oldest first. */
  readonly steps: string;
}
/** What has changed: of which invoices, and to whom something is owed now. */
export interface Changed {
  readonly invoices: ReadonlySet<string>;
  readonly payees: ReadonlySet<string>;
}
/** Which invoices, the newest first. */
export interface AskedInvoices {
  readonly payer?: string | undefined;
  readonly state?: string | undefined;
  /** Those that money may still be counted for. */
  readonly waiting?: boolean | undefined;
  /** A part of the title, or the beginning of amount or id. */
  readonly q?: string | undefined;
  /** Numbers below this one. */
  readonly before: number;
  readonly limit: number;
}
export type InvoiceRepository = ReturnType<typeof createInvoiceRepository>;

const STATE = "CASE WHEN i.returned_at IS NULL THEN i.state ELSE 'returned' END";
const ROWS = `SELECT i.rowid AS number, i.*, ${STATE} AS state,
    (SELECT json_group_array(json_array(s.state, s.at) ORDER BY s.number) FROM invoice_step s WHERE s.invoice_id = i.invoice_id) AS steps
  FROM invoice i`;
const REFUND = "p.network = r.network AND p.refund_of = r.transaction_id AND p.refund_place = r.place";
const IN_EFFECT = "p.state NOT IN ('failed', 'expired', 'cancelled')";
const RECEIPTS = `SELECT r.rowid AS number, r.*,
    (SELECT CAST(p.amount AS TEXT) FROM payout p WHERE ${REFUND} AND ${IN_EFFECT}) AS sent_back,
    (SELECT json_object('payout_id', p.payout_id, 'state', p.state, 'reason', p.reason, 'amount', CAST(p.amount AS TEXT), 'transaction_id',
       (SELECT f.transaction_id FROM transfer t JOIN transfer_form f ON f.transfer_id = t.transfer_id
        WHERE t.payout_id = p.payout_id ORDER BY f.number DESC LIMIT 1))
     FROM payout p WHERE ${REFUND} ORDER BY p.rowid DESC LIMIT 1) AS refund
  FROM receipt r`;

/** What decides about an invoice, and what came for it, as the rules see them. */
export const askedBy = ({ state, price, amount, expires_at }: InvoiceRow) => ({
  ...{ state, expires_at, price: BigInt(price), amount: BigInt(amount) },
});
export const cameOf = ({ amount, block_at, sent_back }: ReceiptRow): Came => ({
  ...{ amount: BigInt(amount), block_at, sent_back: BigInt(sent_back ?? 0) },
});

/** Invoices and what came in. Each function that writes is one transaction: a transfer is taken in with all that follows from it, or not at all. */
export function createInvoiceRepository(
  { read, write }: Pick<OpenDatabase, "read" | "write">,
  ledger: Pick<Ledger, "enter" | "entered" | "balance">,
) {
  const current = read.prepare<[string], AccountRow>("SELECT * FROM invoice_account WHERE network = ? AND is_current = 1");
  const account = read.prepare<[string, string], AccountRow>("SELECT * FROM invoice_account WHERE network = ? AND address = ?");
  const accounts = read.prepare<[string], AccountRow>(
    `SELECT * FROM invoice_account a WHERE network = ? AND (is_current = 1 OR EXISTS
       (SELECT 1 FROM invoice WHERE network = a.network AND address = a.address AND is_held = 1)) ORDER BY rowid`,
  );
  const leave = write.prepare<[string]>("UPDATE invoice_account SET is_current = 0 WHERE network = ? AND is_current = 1");
  const name = write.prepare<Omit<AccountRow, "seen_at" | "read_block" | "read_until">>(
    `INSERT INTO invoice_account (network, address, wallet_id, user_id, named_at, seen_at, is_current)
     VALUES (:network, :address, :wallet_id, :user_id, :named_at, :named_at, 1)
     ON CONFLICT (network, address) DO UPDATE SET wallet_id = :wallet_id, user_id = :user_id, is_current = 1`,
  );
  const saw = write.prepare<{ network: string; address: string; seen: number; block: number; until: number }>(
    `UPDATE invoice_account SET seen_at = max(seen_at, :seen), read_block = max(read_block, :block), read_until = max(read_until, :until)
     WHERE network = :network AND address = :address`,
  );

  const one = read.prepare<[string], InvoiceRow>(`${ROWS} WHERE i.invoice_id = ?`);
  const byKey = read.prepare<[string], InvoiceRow>(`${ROWS} WHERE i.idempotency_key = ?`);
  const page = read.prepare<
    Record<"network" | "q" | "figures", string> &
      Record<"payer" | "state", string | null> &
      Record<"waiting" | "before" | "limit", number>,
    InvoiceRow
  >(
    `${ROWS} WHERE i.network = :network AND (:payer IS NULL OR i.payer = :payer) AND (:state IS NULL OR ${STATE} = :state)
       AND (:waiting = 0 OR i.state NOT IN ('paid', 'cancelled'))
       AND (:q = '' OR instr(lower(i.title), lower(:q)) > 0 OR substr(i.invoice_id, 1, length(:q)) = lower(:q)
         OR (:figures <> '' AND substr(printf('%d.%06d', i.amount / 1000000, i.amount % 1000000), 1, length(:figures)) = :figures))
       AND i.rowid < :before ORDER BY i.rowid DESC LIMIT :limit`,
  );
  const held = read.prepare<[string, string, number], { invoice_id: string; created_at: number }>(
    "SELECT invoice_id, created_at FROM invoice WHERE network = ? AND address = ? AND amount = ? AND is_held = 1",
  );
  const ofPayer = read.prepare<[string, string, string, number], { invoice_id: string }>(
    `SELECT invoice_id FROM invoice WHERE network = ? AND address = ? AND payer_address = ? AND created_at < ? AND is_held = 1
       AND state IN ('open', 'underpaid', 'expired')`,
  );
  const due = read.prepare<[string, string, number], { invoice_id: string }>(
    "SELECT invoice_id FROM invoice WHERE network = ? AND address = ? AND state = 'open' AND expires_at <= ?",
  );
  const openOf = read.prepare<{ network: string; payer: string | null }, { count: number }>(
    "SELECT count(*) AS count FROM invoice WHERE network = :network AND state = 'open' AND (:payer IS NULL OR payer = :payer)",
  );
  const insert = write.prepare<NewInvoice>(
    `INSERT INTO invoice (invoice_id, network, address, title, price, amount, state, created_by, created_at, expires_at, held_until,
       payer, payer_address, payee, share_permille, idempotency_key)
     VALUES (:invoice_id, :network, :address, :title, :price, :amount, 'open', :created_by, :created_at, :expires_at, :held_until,
       :payer, :payer_address, :payee, :share_permille, :idempotency_key)`,
  );
  const move = write.prepare<{ id: string; from: string; to: string; by: string | null }>(
    "UPDATE invoice SET state = :to, decided_by = coalesce(:by, decided_by) WHERE invoice_id = :id AND state = :from",
  );
  const step = write.prepare<{ id: string; state: string; at: number }>(
    "INSERT INTO invoice_step (invoice_id, state, at) VALUES (:id, :state, :at)",
  );
  const takeBack = write.prepare<{ id: string; by: string; at: number }>(
    "UPDATE invoice SET returned_at = :at, decided_by = :by WHERE invoice_id = :id AND state = 'paid' AND returned_at IS NULL",
  );
  const release = write.prepare<[string, string, number]>(
    "UPDATE invoice SET is_held = 0 WHERE network = ? AND address = ? AND is_held = 1 AND held_until < ?",
  );
  const steps = read.prepare<
    { network: string; after: number; limit: number },
    { number: number; invoice_id: string; state: InvoiceState }
  >(
    `SELECT s.number, s.invoice_id, s.state FROM invoice_step s JOIN invoice i USING (invoice_id)
     WHERE i.network = :network AND s.number > :after ORDER BY s.number LIMIT :limit`,
  );
  const lastStep = read.prepare<[string], { last: number }>(
    "SELECT coalesce(max(s.number), 0) AS last FROM invoice_step s JOIN invoice i USING (invoice_id) WHERE i.network = ?",
  );

  const receiptsOf = read.prepare<[string], ReceiptRow>(`${RECEIPTS} WHERE r.invoice_id = ? ORDER BY r.block_at, r.rowid`);
  const receiptPage = read.prepare<{ network: string; unassigned: number; before: number; limit: number }, ReceiptRow>(
    `${RECEIPTS} WHERE r.network = :network AND (:unassigned = 0 OR (r.invoice_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM payout p WHERE ${REFUND} AND ${IN_EFFECT}))) AND r.rowid < :before ORDER BY r.rowid DESC LIMIT :limit`,
  );
  const oneReceipt = read.prepare<[string, string, number], ReceiptRow>(
    `${RECEIPTS} WHERE r.network = ? AND r.transaction_id = ? AND r.place = ?`,
  );
  const refundEnds = read.prepare<{ network: string; after: number; limit: number }, RefundEnd>(
    `SELECT e.number, p.payout_id, p.state, CAST(p.amount AS TEXT) AS amount, r.invoice_id FROM refund_end e JOIN payout p USING (payout_id)
     JOIN receipt r ON ${REFUND} WHERE p.network = :network AND e.number > :after ORDER BY e.number LIMIT :limit`,
  );
  const lastRefundEnd = read.prepare<[string], { last: number }>(
    "SELECT coalesce(max(e.number), 0) AS last FROM refund_end e JOIN payout p USING (payout_id) WHERE p.network = ?",
  );
  const unassigned = read.prepare<[string], { count: number }>(
    `SELECT count(*) AS count FROM receipt r WHERE network = ? AND invoice_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM payout p WHERE ${REFUND} AND ${IN_EFFECT})`,
  );
  const isTaken = read.prepare<[string, string, string], { place: number }>(
    "SELECT place FROM receipt WHERE network = ? AND transaction_id = ? AND address = ? LIMIT 1",
  );
  const addReceipt = write.prepare<Omit<ReceiptRow, "number" | "assigned_by" | "sent_back" | "refund"> & { network: string }>(
    `INSERT INTO receipt (network, transaction_id, place, address, from_address, amount, block, block_at, found_at, invoice_id)
     VALUES (:network, :transaction_id, :place, :address, :from_address, :amount, :block, :block_at, :found_at, :invoice_id)
     ON CONFLICT (network, transaction_id, place) DO NOTHING`,
  );
  const assign = write.prepare<{ network: string; transaction: string; place: number; invoice: string; by: string; at: number }>(
    `UPDATE receipt AS r SET invoice_id = :invoice, assigned_by = :by, assigned_at = :at
     WHERE network = :network AND transaction_id = :transaction AND place = :place AND invoice_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM payout p WHERE ${REFUND} AND ${IN_EFFECT})`,
  );

  const cameFor = (id: string): readonly Came[] => receiptsOf.all(id).map(cameOf);

  /** By its amount, which no other invoice has that is waited for; else by its sender, where only one invoice can be meant. */
  function meantBy({ network, address }: AccountRow, { amount, from_address, block_at }: Incoming): string | undefined {
    const byAmount = amount <= BigInt(Number.MAX_SAFE_INTEGER) ? held.get(network, address, Number(amount)) : undefined;
    if (byAmount && byAmount.created_at < block_at) return byAmount.invoice_id;
    const [first, ...others] = ofPayer.all(network, address, from_address, block_at);
    return others.length === 0 ? first?.invoice_id : undefined;
  }

  function go(row: InvoiceRow, to: InvoiceState, by: string | null, now: number): string | undefined {
    const { invoice_id: id, network, payee, price, share_permille } = row;
    if (move.run({ id, from: row.state, to, by }).changes === 0) return undefined;
    step.run({ id, state: to, at: now });
    if (to !== "paid" || payee === null) return undefined;
    const amount = shareOf(BigInt(price), sumsOf(askedBy(row), cameFor(id)).left, share_permille);
    if (amount === 0n) return undefined;
    ledger.enter({
      ...{ idempotency_key: `invoice:${id}`, at: now, network, payee, amount, about: id },
      ...{ source: "issued", target: "accrued", kind: "session-fees" },
    });
    return payee;
  }

  /** Brings invoices to the states that the chain gives them. @returns to whom something is owed by that. */
  function settle({ network, address }: AccountRow, ids: Iterable<string>, now: number): ReadonlySet<string> {
    const payees = new Set<string>();
    const readUntil = account.get(network, address)?.read_until ?? 0;
    for (const id of ids) {
      const row = one.get(id);
      if (!row) continue;
      const to = stateOf(askedBy(row), cameFor(id), readUntil);
      const owed = to === row.state ? undefined : go(row, to, null, now);
      if (owed !== undefined) payees.add(owed);
    }
    return payees;
  }

  return {
    current: (network: TronNetwork) => current.get(network),
    account: (network: TronNetwork, address: string) => account.get(network, address),
    /** Those into which something may still come that is waited for. */
    accounts: (network: TronNetwork): readonly AccountRow[] => accounts.all(network),
    name: write.transaction((chosen: Omit<AccountRow, "seen_at" | "read_block" | "read_until">): void => {
      leave.run(chosen.network);
      name.run(chosen);
    }),
    find: (network: TronNetwork, id: string): InvoiceRow | undefined => {
      const row = one.get(id);
      return row?.network === network ? row : undefined;
    },
    byKey: (key: string) => byKey.get(key),
    page: (network: TronNetwork, { payer, state, waiting, q = "", before, limit }: AskedInvoices): readonly InvoiceRow[] =>
      page.all({
        ...{ network, payer: payer ?? null, state: state ?? null, waiting: waiting === true ? 1 : 0, before, limit },
        ...{ q, figures: q.replaceAll(/[\s\u202f]/g, "").replace(",", ".") },
      }),
    receiptsOf: (id: string): readonly ReceiptRow[] => receiptsOf.all(id),
    receipts: (network: TronNetwork, asked: { unassigned: boolean; before: number; limit: number }): readonly ReceiptRow[] =>
      receiptPage.all({ network, ...asked, unassigned: asked.unassigned ? 1 : 0 }),
    countOpen: (network: TronNetwork, payer?: string): number => openOf.get({ network, payer: payer ?? null })?.count ?? 0,
    countUnassigned: (network: TronNetwork): number => unassigned.get(network)?.count ?? 0,
    isHeld: (network: TronNetwork, address: string, amount: number): boolean => held.get(network, address, amount) !== undefined,
    receipt: (network: TronNetwork, transactionId: string, place: number): ReceiptRow | undefined =>
      oneReceipt.get(network, transactionId, place),
    refundEnds: (network: TronNetwork, after: number, limit: number): readonly RefundEnd[] =>
      refundEnds.all({ network, after, limit }),
    lastRefundEnd: (network: TronNetwork): number => lastRefundEnd.get(network)?.last ?? 0,
    /** What can be sent back of a transfer; undefined where no such came. */
    owedBack(network: TronNetwork, transactionId: string, place: number): OwedBack | undefined {
      const row = oneReceipt.get(network, transactionId, place);
      if (!row) return undefined;
      const invoice = row.invoice_id === null ? undefined : one.get(row.invoice_id);
      const came = invoice && { asked: askedBy(invoice), came: cameFor(invoice.invoice_id) };
      return { from_address: row.from_address, amount: refundableOf(cameOf(row), came) };
    },
    isTaken: (network: TronNetwork, transactionId: string, address: string): boolean =>
      isTaken.get(network, transactionId, address) !== undefined,
    steps: (network: TronNetwork, after: number, limit: number) => steps.all({ network, after, limit }),
    lastStep: (network: TronNetwork): number => lastStep.get(network)?.last ?? 0,
    add: write.transaction((invoice: NewInvoice, now: number): void => {
      insert.run(invoice);
      step.run({ id: invoice.invoice_id, state: "open", at: now });
    }),
    /**
     * Takes in what one transaction brought, and which invoices it is for; each transfer once, however often it is told of. With `read`, that
     * everything is known until a block: what was not paid until then is not.
     */
    take: write.transaction(
      (
        into: AccountRow,
        found: readonly Incoming[],
        now: number,
        until?: { readonly block: number; readonly at: number },
      ): Changed => {
        const { network, address } = into;
        const touched = new Set<string>();
        for (const incoming of found) {
          const invoice_id = meantBy(into, incoming) ?? null;
          const row = { ...incoming, network, address, amount: incoming.amount.toString(), found_at: now, invoice_id };
          const isNew = addReceipt.run(row).changes === 1;
          if (isNew && invoice_id !== null) touched.add(invoice_id);
        }
        const seen = Math.max(0, ...found.map(({ block_at }) => block_at));
        saw.run({ network, address, seen, block: until?.block ?? 0, until: until?.at ?? 0 });
        const readUntil = account.get(network, address)?.read_until ?? 0;
        for (const { invoice_id } of due.all(network, address, readUntil)) touched.add(invoice_id);
        const payees = settle(into, touched, now);
        release.run(network, address, readUntil);
        return { invoices: touched, payees };
      },
    ),
    /** Somebody says which invoice a transfer is for. @returns undefined where there is no such transfer that counts for none. */
    assign: write.transaction(
      (row: InvoiceRow, transaction: string, place: number, by: string, now: number): Changed | undefined => {
        const { network, address, invoice_id: invoice } = row;
        if (assign.run({ network, transaction, place, invoice, by, at: now }).changes === 0) return undefined;
        const into = account.get(network, address);
        if (!into) throw new Error("an invoice has no account");
        return { invoices: new Set([invoice]), payees: settle(into, [invoice], now) };
      },
    ),
    /** Cancelled, or taken as paid, by somebody. */
    decide: write.transaction((row: InvoiceRow, to: "cancelled" | "paid", by: string, now: number): Changed => {
      const owed = go(row, to, by, now);
      return { invoices: new Set([row.invoice_id]), payees: new Set(owed === undefined ? [] : [owed]) };
    }),
    /** Somebody says that what was paid brought nothing. Of the share that is owed for it, what was not paid out is owed no more. */
    takeBack: write.transaction(({ invoice_id: id, network, payee }: InvoiceRow, by: string, at: number): Changed => {
      if (takeBack.run({ id, by, at }).changes === 0) return { invoices: new Set(), payees: new Set() };
      step.run({ id, state: "returned", at });
      const [share, accrued] =
        payee === null ? [0n, 0n] : [ledger.entered(`invoice:${id}`), ledger.balance(network, payee).accrued];
      const amount = share < accrued ? share : accrued;
      if (payee === null || amount === 0n) return { invoices: new Set([id]), payees: new Set() };
      ledger.enter({
        ...{ idempotency_key: `returned:${id}`, at, network, payee, amount, about: id },
        ...{ source: "accrued", target: "issued", kind: "session-fees" },
      });
      return { invoices: new Set([id]), payees: new Set([payee]) };
    }),
  };
}
