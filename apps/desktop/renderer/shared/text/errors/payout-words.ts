import type { I18n } from "@lingui/core";
import { type ErrorCode, type PayoutObstacle, payoutErrors } from "@lucid/contract";
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
    LUCID_PAYOUT_ERR_2811: {
      what: i18n.t("The wallet does not differ by that any more, or nobody has said what it was."),
      next: i18n.t("Compare with the chain, and look again."),
    },
    LUCID_PAYOUT_ERR_2812: {
      what: i18n.t("This link pays nothing: its time is over, it was withdrawn, or it is not whole."),
      next: i18n.t("Ask whoever gave it to you for another one."),
    },
    LUCID_PAYOUT_ERR_2813: { what: i18n.t("An address was named already, or the link has ended."), next: reload },
    LUCID_PAYOUT_ERR_2814: { what: i18n.t("The node knows no such schedule of payouts."), next: reload },
    LUCID_PAYOUT_ERR_2815: { what: i18n.t("The schedule was changed meanwhile, or has ended."), next: reload },
    LUCID_PAYOUT_ERR_2816: {
      what: i18n.t("There are as many schedules of payouts as there may be."),
      next: i18n.t("End one first."),
    },
  };
}

const Impossible = payoutErrors.spec.PAYOUT_IMPOSSIBLE.data;

/** What keeps a payout from being made, where the node says it. */
export function obstacleOfPayoutWords(code: string, details: unknown, i18n: I18n): ErrorWords | undefined {
  if (code !== payoutErrors.spec.PAYOUT_IMPOSSIBLE.code) return undefined;
  const { data } = Impossible.safeParse(details);
  return data && { what: obstacles(i18n)[data.obstacle], next: payoutWords(i18n).LUCID_PAYOUT_ERR_2802.next };
}

export const obstacles = (i18n: I18n): Readonly<Record<PayoutObstacle, string>> => ({
  "no-wallet": i18n.t("No wallet is named that pays, or its key is not on this node any more."),
  halted: i18n.t("Ledger and chain do not agree. Nothing is paid until they do."),
  "payee-gone": i18n.t("The payee is gone, suspended, or has no address."),
  "not-verified": i18n.t("So much is paid only to a person who was checked."),
  "below-minimum": i18n.t("A payout of so little is not made."),
  "above-maximum": i18n.t("A payout of so much is not made."),
  "not-owed": i18n.t("So much is not owed, or is set aside for another payout."),
  "day-of-payee": i18n.t("More than that is not paid to this payee in a day."),
  "count-of-payee": i18n.t("So many payouts were made to this payee in a day that the next has to wait."),
  "day-of-all": i18n.t("With it more would be paid out in a day than may be."),
  cost: i18n.t("The network costs more just now than a payout may cost."),
  "wallet-short": i18n.t("The wallet that pays holds too little USDT, or too little TRX for the fee of the network."),
  "sender-frozen": i18n.t("The issuer of USDT has frozen the wallet that pays."),
  "receiver-frozen": i18n.t("The issuer of USDT has frozen the receiver."),
  refused: i18n.t("The network refuses this transfer."),
  "batch-size": i18n.t("So many payouts are not made together."),
  "too-far": i18n.t("It is put off for too long."),
  "nothing-over": i18n.t("So much of the transfer cannot be sent back: it is asked for, or was sent back already."),
});
