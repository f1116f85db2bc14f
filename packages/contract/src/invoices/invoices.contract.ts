import { z } from "zod";
import { payoutErrors } from "../payouts/payouts.errors.ts";
import { Payout } from "../payouts/payouts.schema.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { HashHex, UserId } from "../shared/shared.schema.ts";
import { tronErrors } from "../tron/tron.errors.ts";
import { TronAmount, TronNetwork, TronWalletId } from "../tron/tron.schema.ts";
import { invoiceErrors } from "./invoices.errors.ts";
import {
  Invoice,
  InvoiceId,
  InvoiceOverview,
  InvoicePrice,
  InvoiceState,
  InvoiceTitle,
  NamedPrice,
  Receipt,
} from "./invoices.schema.ts";

const tags = ["invoices"];
const changes = "invoices";
const { PAYMENTS_OFF, PAYMENTS_AWAY, NETWORK_AWAY, WALLET_NOT_FOUND } = tronErrors.spec;
const { INVOICE_NOT_FOUND, INVOICE_STATE, INVOICE_DIFFERS, NO_INVOICE_WALLET, INVOICES_FULL } = invoiceErrors.spec;
const { PAYOUT_IMPOSSIBLE, PAYOUT_DIFFERS } = payoutErrors.spec;
const { PRICE_NOT_FOUND, RECEIPT_NOT_FOUND, TOO_MANY_OPEN } = invoiceErrors.spec;
const away = [PAYMENTS_OFF, PAYMENTS_AWAY];
const making = [...away, NETWORK_AWAY, NO_INVOICE_WALLET, INVOICES_FULL, INVOICE_DIFFERS];
const deciding = [...away, INVOICE_NOT_FOUND, INVOICE_STATE];

const oneInvoice = z.strictObject({ invoice_id: InvoiceId });
const paging = { limit: z.coerce.number().int().min(1).max(100).default(20), before: z.coerce.number().int().min(1).optional() };
const invoicePage = z.object({ invoices: z.array(Invoice), next_before: z.int().nullable() });
const idempotency_key = z.string().regex(/^[\w-]{16,64}$/, "16 to 64 letters, digits, _ and -");

export const invoicesContract = {
  prices: procedure("account", { errors: away })
    .route({ method: "GET", path: "/tron/pricing/current", tags, summary: "What this node sells, and for how much" })
    .input(Nothing)
    .output(z.object({ network: TronNetwork, is_open: z.boolean(), expiry_s: z.int(), prices: z.array(NamedPrice) })),
  mine: procedure("account", { errors: away })
    .route({ method: "GET", path: "/tron/invoices/mine", tags, summary: "Invoices that you are to pay, the newest first" })
    .input(z.strictObject(paging))
    .output(invoicePage),
  mineOne: procedure("account", { errors: [...away, INVOICE_NOT_FOUND] })
    .route({ method: "GET", path: "/tron/invoices/mine/{invoice_id}", tags, summary: "An invoice that you are to pay" })
    .input(oneInvoice)
    .output(Invoice),
  buy: procedure("account", { changes, errors: [...making, PRICE_NOT_FOUND, TOO_MANY_OPEN] })
    .route({
      method: "POST",
      path: "/tron/invoices/mine",
      tags,
      summary: "Buy what is sold at a price: the answer is an invoice",
      successStatus: 201,
    })
    .input(z.strictObject({ price: InvoiceTitle, idempotency_key }))
    .output(Invoice),
  overview: procedure("view_all_payouts", { errors: away })
    .route({
      method: "GET",
      path: "/tron/invoices/overview",
      tags,
      summary: "Where money comes in, and how far the chain is read",
    })
    .input(Nothing)
    .output(InvoiceOverview),
  setWallet: procedure("manage_payouts", { changes, fresh: true, errors: [...away, NETWORK_AWAY, WALLET_NOT_FOUND] })
    .route({
      method: "PUT",
      path: "/tron/invoices/wallet",
      tags,
      summary: "Name the wallet of yours that money comes into from now on: its key may be elsewhere",
    })
    .input(z.strictObject({ wallet_id: TronWalletId }))
    .output(InvoiceOverview),
  receipts: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/invoices/receipts", tags, summary: "Transfers that came in, the newest first" })
    .input(z.strictObject({ ...paging, unassigned: z.stringbool().or(z.boolean()).default(false) }))
    .output(z.object({ receipts: z.array(Receipt), next_before: z.int().nullable() })),
  find: procedure("manage_payouts", { changes, errors: [...away, NETWORK_AWAY, RECEIPT_NOT_FOUND] })
    .route({
      method: "POST",
      path: "/tron/invoices/receipts",
      tags,
      summary: "Take in a transfer that the event server does not list, by its transaction: the chain's receipt proves it",
    })
    .input(z.strictObject({ transaction_id: HashHex }))
    .output(z.object({ receipts: z.array(Receipt) })),
  assign: procedure("manage_payouts", { changes, fresh: true, errors: [...away, INVOICE_NOT_FOUND, RECEIPT_NOT_FOUND] })
    .route({
      method: "PUT",
      path: "/tron/invoices/{invoice_id}/receipts",
      tags,
      summary: "Say that a transfer that came in is for this invoice: once, and for good",
    })
    .input(oneInvoice.extend({ transaction_id: HashHex, place: z.int().min(0).default(0) }))
    .output(Invoice),
  refund: procedure("manage_payouts", {
    changes,
    fresh: true,
    errors: [...away, NETWORK_AWAY, RECEIPT_NOT_FOUND, PAYOUT_IMPOSSIBLE, PAYOUT_DIFFERS],
  })
    .route({
      method: "POST",
      path: "/tron/invoices/refunds",
      tags,
      summary: "Send back what came too much, too late, twice or for no invoice, to whom it came from: once",
      successStatus: 201,
    })
    .input(
      z.strictObject({
        transaction_id: HashHex,
        place: z.int().min(0).default(0),
        /** No more than can be sent back of this transfer. */
        amount: TronAmount.refine((digits) => digits !== "0", "more than nothing"),
        idempotency_key,
      }),
    )
    .output(Payout),
  list: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/invoices", tags, summary: "Invoices, the newest first" })
    .input(
      z.strictObject({
        ...paging,
        state: InvoiceState.optional(),
        /** Those that money may still be counted for: neither paid nor cancelled. */
        waiting: z.stringbool().or(z.boolean()).optional(),
        /** A part of the title, or the beginning of the amount in USDT, with a point, or of the id. */
        q: z.string().trim().min(1).max(120).optional(),
      }),
    )
    .output(invoicePage),
  create: procedure("manage_payouts", { changes, errors: [...making, commonErrors.spec.NOT_FOUND] })
    .route({
      method: "POST",
      path: "/tron/invoices",
      tags,
      summary: "Ask somebody for money: the invoice says how much exactly, where to, and until when",
      successStatus: 201,
    })
    .input(
      z.strictObject({
        title: InvoiceTitle,
        price: InvoicePrice,
        /** Of this node's people: who pays, and to whom a share of the price is owed then. */
        payer: UserId.optional(),
        payee: UserId.optional(),
        idempotency_key,
      }),
    )
    .output(Invoice),
  get: procedure("view_all_payouts", { errors: [...away, INVOICE_NOT_FOUND] })
    .route({ method: "GET", path: "/tron/invoices/{invoice_id}", tags, summary: "One invoice, and what came in for it" })
    .input(oneInvoice)
    .output(Invoice),
  cancel: procedure("manage_payouts", { changes, errors: deciding })
    .route({
      method: "PUT",
      path: "/tron/invoices/{invoice_id}/cancel",
      tags,
      summary: "Cancel an invoice for which nothing came in",
    })
    .input(oneInvoice)
    .output(Invoice),
  accept: procedure("manage_payouts", { changes, fresh: true, errors: deciding })
    .route({
      method: "PUT",
      path: "/tron/invoices/{invoice_id}/accept",
      tags,
      summary: "Take an invoice as paid for which too little came in, or too late",
    })
    .input(oneInvoice)
    .output(Invoice),
};
