import type { Balances } from "../../accounts/read-balances.ts";
import type { InvoiceRow, ReceiptRow } from "../../invoices/invoice-repository.ts";
import { shareOf } from "../../invoices/invoice-rules.ts";
import { createShop, type Shop } from "./shop.ts";
import { runWorld, type WorldReport } from "./world.ts";

export interface InvoicesReport extends WorldReport {
  readonly invoices: number;
  readonly paid: number;
  readonly receipts: number;
  /** Transfers that are for no invoice. */
  readonly unassigned: number;
}

/** Until what came last is solidified, and the time of every invoice is over. */
const QUIET_ROUNDS = 12;

/**
 * So many nodes sell by invoice on one devnet while everything goes wrong that does: processes die at every write and at every question, two of
 * them run at once, lines fail, nodes lie and are behind, forks take payments away or put them into later blocks, what is solidified stands still,
 * clocks jump, people pay too little, too much, too late and twice. Then a quiet time, after which each transfer that came in is taken in exactly
 * once: books and chain agree to the last unit.
 */
export const runInvoices = (seed: string, schedules: number): Promise<InvoicesReport> =>
  runWorld<Shop, Omit<InvoicesReport, keyof Omit<WorldReport, "violations">>>(
    { seed, schedules, quietRounds: QUIET_ROUNDS },
    { create: ({ devnet, db, random, name }) => createShop(devnet, db, random, name), settle },
  );

async function settle(shops: readonly Shop[], balances: (address: string) => Promise<Balances>) {
  const violations: string[] = [];
  const count = { invoices: 0, paid: 0, receipts: 0, unassigned: 0 };
  for (const shop of shops) {
    const [rows, receipts] = [shop.invoices(), shop.receipts()];
    const came = sum(receipts);
    const holds = (await balances(shop.address)).microUsdt;
    if (came !== holds) violations.push(`${shop.address}: ${came} were taken in, and the chain holds ${holds}`);
    for (const row of rows) violations.push(...misjudged(row, receipts, shop));
    for (const payee of shop.payees) {
      const entered = shop.entries(payee).reduce((total, { amount }) => total + BigInt(amount), 0n);
      const { accrued } = shop.balance(payee);
      if (accrued !== entered) violations.push(`${shop.address}: ${accrued} are owed to ${payee}, and ${entered} were entered`);
    }
    count.invoices += rows.length;
    count.paid += rows.filter(({ state }) => state === "paid").length;
    count.receipts += receipts.length;
    count.unassigned += receipts.filter(({ invoice_id }) => invoice_id === null).length;
  }
  return { ...count, violations };
}

const sum = (receipts: readonly ReceiptRow[]): bigint => receipts.reduce((total, { amount }) => total + BigInt(amount), 0n);
/** What is owed by an invoice otherwise than it is paid: once, a share of the price, or of what was there when somebody took less as paid. */
function owedWrongly(row: InvoiceRow, came: bigint, shop: Shop): boolean {
  const entries = shop.payees.flatMap((payee) => shop.entries(payee)).filter(({ about }) => about === row.invoice_id);
  const most = shareOf(BigInt(row.price), came, row.share_permille);
  if (row.payee === null || row.state !== "paid" || most === 0n) return entries.length > 0;
  const [entry, ...others] = entries;
  if (!entry || others.length > 0 || entry.payee !== row.payee || BigInt(entry.amount) > most) return true;
  return row.decided_by === null && BigInt(entry.amount) !== most;
}

/** What an invoice says otherwise than the transfers that came in. */
function misjudged(row: InvoiceRow, receipts: readonly ReceiptRow[], shop: Shop): string[] {
  const words = `${shop.address}, invoice ${row.invoice_id}, ${row.state}`;
  const own = receipts.filter(({ invoice_id }) => invoice_id === row.invoice_id);
  const inTime = sum(own.filter(({ block_at }) => block_at <= row.expires_at));
  const wrong: string[] = [];
  const isDecided = row.decided_by !== null;
  const meant = inTime >= BigInt(row.amount) ? "paid" : inTime > 0n ? "underpaid" : "expired";
  if (!isDecided && row.state !== meant) wrong.push(`${words}: it is ${meant}`);
  const exact = receipts.filter(
    ({ amount, block_at, invoice_id }) =>
      amount === String(row.amount) && block_at > row.created_at && invoice_id !== row.invoice_id,
  );
  if (exact.length > 0) wrong.push(`${words}: ${exact.length} transfers of its amount are not its`);
  if (owedWrongly(row, sum(own), shop)) wrong.push(`${words}: what is owed by it is not what came`);
  const paidSteps = shop.steps().filter(({ invoice_id, state }) => invoice_id === row.invoice_id && state === "paid");
  if (paidSteps.length !== (row.state === "paid" ? 1 : 0)) wrong.push(`${words}: told ${paidSteps.length} times as paid`);
  return wrong;
}
