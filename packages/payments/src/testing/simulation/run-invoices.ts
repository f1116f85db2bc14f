import type { Balances } from "../../accounts/read-balances.ts";
import type { InvoiceRow, ReceiptRow } from "../../invoices/invoice-repository.ts";
import { shareOf } from "../../invoices/invoice-rules.ts";
import type { PayoutRow } from "../../payouts/payout-repository.ts";
import { createShop, type Shop } from "./shop.ts";
import { runWorld, type WorldReport } from "./world.ts";

export interface InvoicesReport extends WorldReport {
  readonly invoices: number;
  readonly paid: number;
  readonly receipts: number;
  /** Transfers that are for no invoice. */
  readonly unassigned: number;
  /** What was sent back, and what was to be and was not. */
  readonly refunds: number;
  readonly refundsGivenUp: number;
}

/** Until what came last is solidified, the time of every invoice is over, and what is on its way back is solidified or dead. */
const QUIET_ROUNDS = 18;
const GIVEN_UP = new Set(["failed", "expired", "cancelled"]);

/**
 * So many nodes sell by invoice on one devnet while everything goes wrong that does: processes die at every write and at every question, two of
 * them run at once, lines fail, nodes lie and are behind, forks take payments away or put them into later blocks, what is solidified stands still,
 * clocks jump, people pay too little, too much, too late and twice. Then a quiet time, after which each transfer that came in is taken in exactly
 * once, and sent back once at most and never more of it than came: books and chain agree to the last unit.
 */
export const runInvoices = (seed: string, schedules: number): Promise<InvoicesReport> =>
  runWorld<Shop, Omit<InvoicesReport, keyof Omit<WorldReport, "violations">>>(
    { seed, schedules, quietRounds: QUIET_ROUNDS },
    { create: ({ devnet, db, random, name }) => createShop(devnet, db, random, name), settle },
  );

async function settle(shops: readonly Shop[], balances: (address: string) => Promise<Balances>) {
  const violations: string[] = [];
  const count = { invoices: 0, paid: 0, receipts: 0, unassigned: 0, refunds: 0, refundsGivenUp: 0 };
  for (const shop of shops) {
    const [rows, receipts] = [shop.invoices(), shop.receipts()];
    const came = total(receipts);
    const refunds = shop.refunds();
    const back = total(refunds.filter(({ state }) => state === "settled"));
    const holds = (await balances(shop.address)).microUsdt;
    if (came - back !== holds)
      violations.push(`${shop.address}: ${came} were taken in, ${back} sent back, and the chain holds ${holds}`);
    for (const { state, difference } of shop.comparisons())
      if (state !== "agrees") violations.push(`${shop.address}: its wallet ${state} by ${difference}`);
    violations.push(...sentBackWrongly(shop, receipts, refunds));
    for (const row of rows) violations.push(...misjudged(row, receipts, shop));
    for (const payee of shop.payees) {
      const entered = total(shop.entries(payee));
      const { accrued } = shop.balance(payee);
      if (accrued !== entered) violations.push(`${shop.address}: ${accrued} are owed to ${payee}, and ${entered} were entered`);
    }
    count.refunds += refunds.filter(({ state }) => state === "settled").length;
    count.refundsGivenUp += refunds.filter(({ state }) => GIVEN_UP.has(state)).length;
    count.invoices += rows.length;
    count.paid += rows.filter(({ state }) => state === "paid").length;
    count.receipts += receipts.length;
    count.unassigned += receipts.filter(({ invoice_id }) => invoice_id === null).length;
  }
  return { ...count, violations };
}

const total = (rows: readonly { readonly amount: string }[]): bigint =>
  rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

/** Each transfer is sent back once at most, to whom it came from, and never more than it brought; each order comes to one end, which is told once. */
function sentBackWrongly(shop: Shop, receipts: readonly ReceiptRow[], refunds: readonly PayoutRow[]): string[] {
  const wrong: string[] = [];
  for (const receipt of receipts) {
    const words = `${shop.address}, transfer ${receipt.transaction_id}`;
    const own = refunds.filter(
      ({ refund_of, refund_place, state }) =>
        refund_of === receipt.transaction_id && refund_place === receipt.place && !GIVEN_UP.has(state),
    );
    if (own.length > 1) wrong.push(`${words}: sent back ${own.length} times`);
    if (total(own) > BigInt(receipt.amount)) wrong.push(`${words}: ${total(own)} are sent back, and ${receipt.amount} came`);
    if (own.some(({ address }) => address !== receipt.from_address)) wrong.push(`${words}: sent back to somebody else`);
  }
  const ends = shop.refundEnds();
  for (const { payout_id, state } of refunds) {
    const told = ends.filter((one) => one.payout_id === payout_id && one.state === state).length;
    const isOver = state === "settled" || GIVEN_UP.has(state);
    if (!isOver || told !== 1) wrong.push(`${shop.address}: refund ${payout_id} is ${state}, and told ${told} times`);
  }
  return wrong;
}
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
  const inTime = total(own.filter(({ block_at }) => block_at <= row.expires_at));
  const back = own.reduce((sum, { sent_back }) => sum + BigInt(sent_back ?? 0), 0n);
  const wrong: string[] = [];
  const isDecided = row.decided_by !== null;
  const meant = inTime >= BigInt(row.amount) ? "paid" : inTime > 0n ? "underpaid" : "expired";
  // What an unpaid one has got and is sent back does not make it paid, also when that is given up later.
  const wasSentBack = row.state === "underpaid" && own.some(({ refund }) => refund !== null);
  if (!isDecided && row.state !== meant && !wasSentBack) wrong.push(`${words}: it is ${meant}`);
  if (!isDecided && row.state === "paid" && total(own) - back < BigInt(row.amount))
    wrong.push(`${words}: ${back} of it are sent back, and less is left than it asks for`);
  const exact = receipts.filter(
    ({ amount, block_at, invoice_id }) =>
      amount === String(row.amount) && block_at > row.created_at && invoice_id !== row.invoice_id,
  );
  if (exact.length > 0) wrong.push(`${words}: ${exact.length} transfers of its amount are not its`);
  if (owedWrongly(row, total(own), shop)) wrong.push(`${words}: what is owed by it is not what came`);
  const paidSteps = shop.steps().filter(({ invoice_id, state }) => invoice_id === row.invoice_id && state === "paid");
  if (paidSteps.length !== (row.state === "paid" ? 1 : 0)) wrong.push(`${words}: told ${paidSteps.length} times as paid`);
  return wrong;
}
