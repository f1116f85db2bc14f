import type { Invoice, InvoiceState, Receipt } from "@lucid/contract";
import { askedBy, cameOf, type InvoiceRow, type ReceiptRow } from "./invoice-repository.ts";
import { refundableOf, sumsOf } from "./invoice-rules.ts";

const time = (at: number): string => new Date(at).toISOString();

export const showReceipt = (row: ReceiptRow, refundable: bigint): Receipt => ({
  ...{ transaction_id: row.transaction_id, place: row.place, address: row.address, from_address: row.from_address },
  ...{ amount: row.amount, block: row.block, block_at: time(row.block_at), found_at: time(row.found_at) },
  invoice_id: row.invoice_id as Receipt["invoice_id"],
  assigned_by: row.assigned_by as Receipt["assigned_by"],
  refundable: refundable.toString(),
  refund: row.refund === null ? null : (JSON.parse(row.refund) as Receipt["refund"]),
});

export function showInvoice(row: InvoiceRow, receipts: readonly ReceiptRow[]): Invoice {
  const { network, title, address, state, payer_address, share_permille } = row;
  const steps = JSON.parse(row.steps) as readonly (readonly [InvoiceState, number])[];
  const whole = { asked: askedBy(row), came: receipts.map(cameOf) };
  const { received, late, over, sent_back } = sumsOf(whole.asked, whole.came);
  return {
    invoice_id: row.invoice_id as Invoice["invoice_id"],
    ...{ network, title, address, state, payer_address, share_permille },
    ...{ price: String(row.price), amount: String(row.amount) },
    created_by: row.created_by as Invoice["created_by"],
    ...{ created_at: time(row.created_at), expires_at: time(row.expires_at), held_until: time(row.held_until) },
    payer: row.payer as Invoice["payer"],
    payee: row.payee as Invoice["payee"],
    ...{ received: received.toString(), late: late.toString(), over: over.toString(), sent_back: sent_back.toString() },
    decided_by: row.decided_by as Invoice["decided_by"],
    steps: steps.map(([at_state, at]) => ({ state: at_state, at: time(at) })),
    receipts: receipts.map((receipt) => showReceipt(receipt, refundableOf(cameOf(receipt), whole))),
  };
}
