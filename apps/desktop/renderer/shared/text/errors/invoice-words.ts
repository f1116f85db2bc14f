import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals of invoices and of what came in. */
export function invoiceWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_INVOICE_ERR_${string}`>, ErrorWords> {
  const { reload } = nextSteps(i18n);
  return {
    LUCID_INVOICE_ERR_2901: { what: i18n.t("The node knows no such invoice."), next: reload },
    LUCID_INVOICE_ERR_2902: { what: i18n.t("That cannot be done with the invoice as it is."), next: reload },
    LUCID_INVOICE_ERR_2903: {
      what: i18n.t("Another invoice was asked for with this idempotency key."),
      next: i18n.t("Look for it in the list. A new invoice needs a key of its own."),
    },
    LUCID_INVOICE_ERR_2904: {
      what: i18n.t("No wallet is named that money comes into."),
      next: i18n.t("A super admin names one on the page of the invoices."),
    },
    LUCID_INVOICE_ERR_2905: {
      what: i18n.t("So many invoices of this price wait for money that no amount is left to tell another one by."),
      next: i18n.t("Ask for another price, or wait until some are over."),
    },
    LUCID_INVOICE_ERR_2906: { what: i18n.t("Nothing is sold under this name."), next: reload },
    LUCID_INVOICE_ERR_2907: {
      what: i18n.t("No such transfer has come in, it counts for an invoice already, or it is sent back."),
      next: reload,
    },
    LUCID_INVOICE_ERR_2908: {
      what: i18n.t("Too many of your invoices are open."),
      next: i18n.t("Pay one, or wait until it expires."),
    },
    LUCID_INVOICE_ERR_2909: {
      what: i18n.t("This session has to be paid before it starts."),
      next: i18n.t("Start it on its page: that makes the invoice."),
    },
    LUCID_INVOICE_ERR_2910: {
      what: i18n.t("That cannot be done with what was paid for the session as it is: it was used, asked for or sent back."),
      next: reload,
    },
  };
}
