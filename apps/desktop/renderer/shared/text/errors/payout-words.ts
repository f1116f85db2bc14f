import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals of payouts and of what is owed. */
export function payoutWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_PAYOUT_ERR_${string}`>, ErrorWords> {
  const { reload } = nextSteps(i18n);
  return {
    LUCID_PAYOUT_ERR_2801: { what: i18n.t("The node knows no such payout."), next: reload },
    LUCID_PAYOUT_ERR_2802: {
      what: i18n.t("The payout cannot be made as things are. What is owed stays owed."),
      next: i18n.t("The rules, the wallet that pays and what is owed stand under Organisation, Payouts."),
    },
    LUCID_PAYOUT_ERR_2803: {
      what: i18n.t("Another payout was asked for with this idempotency key."),
      next: i18n.t("Look for it in the list. A new order needs a key of its own."),
    },
    LUCID_PAYOUT_ERR_2804: { what: i18n.t("The payout has come too far for that, or is over."), next: reload },
    LUCID_PAYOUT_ERR_2805: {
      what: i18n.t("That takes another person: nobody approves what they asked for, what they are paid, or anything twice."),
      next: i18n.t("Ask another super admin."),
    },
    LUCID_PAYOUT_ERR_2806: { what: i18n.t("The node knows no such correction."), next: reload },
    LUCID_PAYOUT_ERR_2807: { what: i18n.t("The correction was decided already, or is too old."), next: reload },
    LUCID_PAYOUT_ERR_2808: {
      what: i18n.t("So much cannot be taken away: less is owed that no payout has set aside."),
      next: i18n.t("Cancel payouts that have not begun, or take away less."),
    },
    LUCID_PAYOUT_ERR_2809: { what: i18n.t("The node knows no such statement of payouts."), next: reload },
    LUCID_PAYOUT_ERR_2810: {
      what: i18n.t("No final block holds that yet."),
      next: i18n.t("Payouts are stated once a day, and a block follows within a minute. Try again then."),
    },
  };
}
