import { z } from "zod";
import { OrderState } from "../sales/sales.schema.ts";
import { errorCatalog } from "../shared/lucid-error.ts";
import { TronAmount } from "../tron/tron.schema.ts";
import { InvoiceState } from "./invoices.schema.ts";

export const invoiceErrors = errorCatalog({
  INVOICE_NOT_FOUND: { code: "LUCID_INVOICE_ERR_2901", status: 404, retryable: false, message: "No such invoice" },
  INVOICE_STATE: {
    code: "LUCID_INVOICE_ERR_2902",
    status: 409,
    retryable: false,
    message: "That cannot be done with the invoice as it is",
    data: z.object({ state: InvoiceState }),
  },
  INVOICE_DIFFERS: {
    code: "LUCID_INVOICE_ERR_2903",
    status: 409,
    retryable: false,
    message: "Another invoice was asked for with this idempotency key",
  },
  NO_INVOICE_WALLET: {
    code: "LUCID_INVOICE_ERR_2904",
    status: 409,
    retryable: false,
    message: "No wallet is named that money comes into",
  },
  INVOICES_FULL: {
    code: "LUCID_INVOICE_ERR_2905",
    status: 409,
    retryable: true,
    message: "So many invoices of this price wait for money that no amount is left to tell another one by",
  },
  PRICE_NOT_FOUND: { code: "LUCID_INVOICE_ERR_2906", status: 404, retryable: false, message: "Nothing is sold under this name" },
  RECEIPT_NOT_FOUND: {
    code: "LUCID_INVOICE_ERR_2907",
    status: 404,
    retryable: false,
    message: "No such transfer has come in, it counts for an invoice already, or it is sent back",
  },
  TOO_MANY_OPEN: {
    code: "LUCID_INVOICE_ERR_2908",
    status: 409,
    retryable: true,
    message: "So many of your invoices are open that one has to be paid, or to expire, before another is made",
    data: z.object({ limit: z.int() }),
  },
  SESSION_UNPAID: {
    code: "LUCID_INVOICE_ERR_2909",
    status: 402,
    retryable: false,
    message: "A session is paid for before it starts: order it",
    data: z.object({ name: z.string(), price: TronAmount }),
  },
  ORDER_STATE: {
    code: "LUCID_INVOICE_ERR_2910",
    status: 409,
    retryable: false,
    message: "That cannot be done with what was paid for the session as it is",
    data: z.object({ state: OrderState }),
  },
});
