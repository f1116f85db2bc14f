import type { I18n } from "@lingui/core";
import type { Payout, PayoutEnd, PayoutPriority, PayoutState, PayoutStop, Sweep } from "@lucid/contract";
import type { Tone } from "../../shared/ui/index.ts";

export function payoutStates(i18n: I18n): Record<PayoutState, { readonly tone: Tone; readonly label: string }> {
  return {
    locked: { tone: "waiting", label: i18n.t("to approve") },
    approved: { tone: "waiting", label: i18n.t("approved") },
    paying: { tone: "waiting", label: i18n.t("on its way") },
    settled: { tone: "proven", label: i18n.t("paid") },
    failed: { tone: "bad", label: i18n.t("failed") },
    expired: { tone: "warning", label: i18n.t("expired") },
    cancelled: { tone: "quiet", label: i18n.t("cancelled") },
  };
}

export const priorityWords = (i18n: I18n): Record<PayoutPriority, string> => ({
  low: i18n.t("low priority"),
  normal: i18n.t("normal priority"),
  high: i18n.t("high priority"),
  urgent: i18n.t("urgent"),
});

/** What came of paying what is due. */
export const sweepWords = ({ made, left }: Pick<Sweep, "made" | "left">, i18n: I18n): string =>
  [
    i18n.t("{made, plural, =0 {No payout was made.} one {# payout was made.} other {# payouts were made.}}", {
      made: made.length,
    }),
    left.length > 0 &&
      i18n.t("{left, plural, one {# payee cannot be paid now} other {# payees cannot be paid now}}: what is owed stays owed.", {
        left: left.length,
      }),
  ]
    .filter(Boolean)
    .join(" ");

/** Why nothing was paid. What was set aside is owed again. */
export function endWords(i18n: I18n, reason: PayoutEnd): string {
  const words: Record<PayoutEnd, string> = {
    "by-hand": i18n.t("Somebody cancelled it."),
    "approval-late": i18n.t("It was not approved in time."),
    "start-late": i18n.t("It could not begin within a day."),
    balance: i18n.t("The wallet holds less than that, with what is on its way already."),
    fee: i18n.t("The wallet has not enough TRX for the fee."),
    "sender-frozen": i18n.t("The issuer of USDT has frozen this wallet."),
    "receiver-frozen": i18n.t("The issuer of USDT has frozen the receiver."),
    refused: i18n.t("The network refuses this transfer."),
    "fee-higher": i18n.t("It would have cost more than was agreed to."),
    late: i18n.t("It could not be signed within a quarter of an hour."),
    "no-key": i18n.t("Its wallet is not on this node any more."),
    reverted: i18n.t("The token refused it. The fee is spent, the amount is not."),
    "out-of-energy": i18n.t("Its energy did not suffice. The fee is spent, the amount is not."),
  };
  return words[reason];
}

/** Why no payout begins. */
export function stopWords(i18n: I18n, stop: PayoutStop): string {
  const words: Record<PayoutStop, string> = {
    "no-wallet": i18n.t("No wallet is named that pays, or its key is not on this node any more."),
    locked: i18n.t("The wallet that pays is locked. Its owner unlocks it under Wallet."),
    short: i18n.t("The wallet that pays holds too little USDT, or too little TRX for the fee of the network."),
    hour: i18n.t("So much was paid within the hour that the next payout waits."),
    cost: i18n.t("The network costs more just now than a payout may cost."),
    halted: i18n.t("Ledger and chain do not agree. Nothing is paid until they do."),
    "sender-frozen": i18n.t("The issuer of USDT has frozen the wallet that pays."),
    network: i18n.t("The TRON network does not answer."),
    device: i18n.t("The key of the wallet that pays is on a device: its owner signs each payout there."),
  };
  return words[stop];
}

export const correctionStates = (i18n: I18n) =>
  ({
    open: { tone: "waiting", label: i18n.t("to approve") },
    made: { tone: "quiet", label: i18n.t("made") },
    withdrawn: { tone: "quiet", label: i18n.t("withdrawn") },
    expired: { tone: "quiet", label: i18n.t("expired") },
  }) as const satisfies Record<string, { readonly tone: Tone; readonly label: string }>;

export const isWaiting = ({ state }: Pick<Payout, "state">): boolean => state === "locked" || state === "approved";
