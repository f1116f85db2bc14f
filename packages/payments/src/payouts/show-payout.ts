import type { LedgerEntry, PayeeBalance, Payout, PayoutState } from "@lucid/contract";
import { toSign } from "../transfers/show-transfer.ts";
import type { Balances, EntryRow } from "./ledger.ts";
import type { PayoutRow } from "./payout-repository.ts";
import { PRIORITIES } from "./payout-rules.ts";

const time = (at: number): string => new Date(at).toISOString();

export function showPayout(row: PayoutRow): Payout {
  const { network, address, route, amount, fee, state, reason, note, batch_id, approvals_needed, place } = row;
  const steps = JSON.parse(row.steps) as readonly (readonly [PayoutState, number])[];
  const approvals = JSON.parse(row.approvals) as readonly (readonly [string, number])[];
  return {
    payout_id: row.payout_id as Payout["payout_id"],
    payee: row.payee === "" ? null : (row.payee as Payout["payee"]),
    refund:
      row.refund_of === null
        ? null
        : { transaction_id: row.refund_of, place: row.refund_place ?? 0, invoice_id: row.refund_invoice },
    ...{ network, address, route, amount, fee, state, reason, note, batch_id, approvals_needed, place },
    net: (BigInt(amount) - BigInt(fee)).toString(),
    priority: PRIORITIES[row.priority] ?? "normal",
    not_before: row.not_before === null ? null : time(row.not_before),
    requested_by: row.requested_by as Payout["requested_by"],
    approvals: approvals.map(([user, at]) => ({ user_id: user as Payout["approvals"][number]["user_id"], at: time(at) })),
    approve_until: row.approve_until === null ? null : time(row.approve_until),
    steps: steps.map(([at_state, at]) => ({ state: at_state, at: time(at) })),
    ...{ forecast_fee_sun: row.forecast_fee_sun, most_fee_sun: row.most_fee_sun },
    transfer:
      row.transfer_state === null
        ? null
        : {
            ...{ state: row.transfer_state, transaction_id: row.transaction_id, block: row.transfer_block },
            ...{ forms: row.forms ?? 0, trouble: row.transfer_trouble, fee_sun: row.transfer_fee_sun, to_sign: toSign(row) },
          },
  };
}

export const showBalance = (payee: string, { accrued, locked, paid, fees }: Balances): PayeeBalance => ({
  payee: payee as PayeeBalance["payee"],
  ...{ accrued: accrued.toString(), locked: locked.toString(), paid: paid.toString(), fees: fees.toString() },
  owed: (accrued + locked).toString(),
});

export const showEntry = ({ number, at, payee, source, target, amount, kind, about }: EntryRow): LedgerEntry => ({
  ...{ number, at: time(at), source, target, amount, kind, about },
  payee: payee as LedgerEntry["payee"],
});
