import { z } from "zod";
import { PayoutEnd, PayoutId, PayoutState } from "../payouts/payouts.schema.ts";
import { HashHex, Timestamp, TronAddress, UserId } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { TronAmount, TronBlock, TronNetwork, TronWalletId } from "../tron/tron.schema.ts";

/**
 * Where an invoice is, by the time of blocks and not of this node. `open`: its time is not over, or the chain was not read so far. `paid`: in
 * time and in full, or taken as paid by somebody. `underpaid`: some of it came in time. `expired`: nothing did. What is found to have come in
 * time makes it `paid` also later. `returned`: it was paid, and what it was for did not come: all of it goes back.
 */
export const InvoiceState = z.enum(["open", "paid", "underpaid", "expired", "cancelled", "returned"]);
export type InvoiceState = z.infer<typeof InvoiceState>;

export const InvoiceId = z.uuid().brand<"InvoiceId">();
export type InvoiceId = z.infer<typeof InvoiceId>;

/** Micro-USDT that are asked for: less than a thousand million USDT. */
export const InvoicePrice = TronAmount.refine((digits) => digits !== "0" && digits.length < 15, "more than nothing");
export const InvoiceTitle = writtenLine(1, 120);

/** What is sent back of a transfer: a payout like any other, to whom it came from. */
export const Refund = z
  .object({
    payout_id: PayoutId,
    state: PayoutState,
    reason: PayoutEnd.nullable(),
    amount: TronAmount,
    transaction_id: HashHex.nullable(),
  })
  .meta({ id: "Refund" });
export type Refund = z.infer<typeof Refund>;

/** A transfer of USDT that came in, solidified. It counts for one invoice, or for none. */
export const Receipt = z
  .object({
    transaction_id: HashHex,
    /** Which event of the transaction it is. */
    place: z.int(),
    address: TronAddress,
    from_address: TronAddress,
    amount: TronAmount,
    block: z.int(),
    /** Of its block: this decides whether it was in time. */
    block_at: Timestamp,
    found_at: Timestamp,
    invoice_id: InvoiceId.nullable(),
    /** Who said which invoice it is for; null where its amount or its sender did. */
    assigned_by: UserId.nullable(),
    /** How much of it can be sent back now: what nobody asked for, or is above what was, and is not sent back already. */
    refundable: TronAmount,
    /** The newest that was ordered. */
    refund: Refund.nullable(),
  })
  .meta({ id: "Receipt" });
export type Receipt = z.infer<typeof Receipt>;

export const Invoice = z
  .object({
    invoice_id: InvoiceId,
    network: TronNetwork,
    title: z.string(),
    /** What is sold for; `amount` is to be sent, exactly: a few millionths above the price, which no other invoice has. */
    price: TronAmount,
    amount: TronAmount,
    address: TronAddress,
    state: InvoiceState,
    created_by: UserId,
    created_at: Timestamp,
    /** By the network's time: what stands in a later block is late. */
    expires_at: Timestamp,
    /** Until then its amount is kept for it, and what comes late is found to be its. */
    held_until: Timestamp,
    /** Whom it is for, and from which address they pay; null where anybody may. */
    payer: UserId.nullable(),
    payer_address: TronAddress.nullable(),
    /** To whom a share of the price is owed once it is paid, in thousandths. */
    payee: UserId.nullable(),
    share_permille: z.int(),
    /** What came in time, what came late, and what of it all is above the amount. */
    received: TronAmount,
    late: TronAmount,
    over: TronAmount,
    /** What was sent back of it, or is about to be. */
    sent_back: TronAmount,
    /** Who cancelled it, or took it as paid; null where nobody had to. */
    decided_by: UserId.nullable(),
    steps: z.array(z.object({ state: InvoiceState, at: Timestamp })),
    receipts: z.array(Receipt),
  })
  .meta({ id: "Invoice" });
export type Invoice = z.infer<typeof Invoice>;

/** Something that is sold at a price that the settings say. */
export const NamedPrice = z.object({ name: z.string(), price: TronAmount }).meta({ id: "NamedPrice" });
export type NamedPrice = z.infer<typeof NamedPrice>;

export const InvoiceOverview = z
  .object({
    network: TronNetwork,
    /** Where money comes in; null where no wallet is named. Its key is not needed for that. */
    wallet: z.object({ wallet_id: TronWalletId, user_id: UserId, address: TronAddress }).nullable(),
    /** The solidified block until which all that came in is known; null before that. */
    read_until: TronBlock.nullable(),
    /** What keeps from reading on, in English: answers of the network that contradict each other. */
    trouble: z.string().nullable(),
    expiry_s: z.int(),
    share_permille: z.int(),
    open: z.int(),
    /** Transfers that came in and are for no invoice that is known. */
    unassigned: z.int(),
  })
  .meta({ id: "InvoiceOverview" });
export type InvoiceOverview = z.infer<typeof InvoiceOverview>;
