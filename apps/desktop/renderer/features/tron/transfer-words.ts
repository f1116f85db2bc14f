import type { I18n } from "@lingui/core";
import type { OrderedTransfer, OrderFailure, TransferFailure, TransferState, TronForecast } from "@lucid/contract";
import { stakingObstacles } from "../../shared/text/errors/staking-words.ts";
import type { Tone } from "../../shared/ui/index.ts";

/** As those of a transfer, for what is done with a stake. */
export function stakingStates(i18n: I18n): ReturnType<typeof transferStates> {
  const states = transferStates(i18n);
  return {
    ...states,
    solidified: { tone: "proven", label: i18n.t("done"), means: i18n.t("Solidified: it is done, and nothing takes it away.") },
    expired: {
      ...states.expired,
      means: i18n.t("It was not done, and what was signed can never count any more. It can be ordered again."),
    },
    failed: { ...states.failed, means: i18n.t("It was not done. It can be ordered again.") },
  };
}

/** Each state in a word, and what it means for whoever waits. */
export function transferStates(
  i18n: I18n,
): Record<TransferState, { readonly tone: Tone; readonly label: string; readonly means: string }> {
  return {
    requested: { tone: "waiting", label: i18n.t("ordered"), means: i18n.t("Nothing is signed yet. It can be cancelled.") },
    signed: { tone: "waiting", label: i18n.t("signed"), means: i18n.t("What was signed is stored. The network is told next.") },
    broadcast: {
      tone: "waiting",
      label: i18n.t("broadcast"),
      means: i18n.t("The network was told. Whether a block takes it is open."),
    },
    seen: {
      tone: "waiting",
      label: i18n.t("in a block"),
      means: i18n.t("It is in a block. A minute later nothing can take it away."),
    },
    solidified: { tone: "proven", label: i18n.t("paid"), means: i18n.t("Solidified: it is paid, and nothing takes it away.") },
    expired: {
      tone: "warning",
      label: i18n.t("expired"),
      means: i18n.t("It was not paid, and what was signed can never be paid any more. It can be ordered again."),
    },
    failed: { tone: "bad", label: i18n.t("failed"), means: i18n.t("It was not paid. It can be ordered again.") },
    cancelled: { tone: "quiet", label: i18n.t("cancelled"), means: i18n.t("Nothing was signed, and nothing will be.") },
  };
}

type Obstacle = NonNullable<TronForecast["obstacle"]>;
const obstacles = (i18n: I18n): Record<Obstacle, string> => ({
  balance: i18n.t("The wallet holds less than that, with what is on its way already."),
  fee: i18n.t("The wallet has not enough TRX for the fee."),
  "sender-frozen": i18n.t("The issuer of USDT has frozen this wallet."),
  "receiver-frozen": i18n.t("The issuer of USDT has frozen the receiver."),
  refused: i18n.t("The network refuses this transfer."),
});
export const obstacleWords = (i18n: I18n, obstacle: Obstacle): string => obstacles(i18n)[obstacle];

const isOfTransfer = (words: Record<TransferFailure, string>, reason: OrderFailure): reason is TransferFailure =>
  Object.hasOwn(words, reason);

export function failureWords(i18n: I18n, reason: OrderFailure): string {
  const words: Record<TransferFailure, string> = {
    ...obstacles(i18n),
    "fee-higher": i18n.t("It would have cost more than was agreed to."),
    late: i18n.t("It could not be signed within a quarter of an hour."),
    "no-key": i18n.t("Its wallet is not on this node any more."),
    reverted: i18n.t("The token refused it. The fee is spent, the amount is not."),
    "out-of-energy": i18n.t("Its energy did not suffice. The fee is spent, the amount is not."),
  };
  return isOfTransfer(words, reason) ? words[reason] : stakingObstacles(i18n)[reason].what;
}

/** What keeps a transfer that is signed; undefined where nothing does. */
export function troubleWords(i18n: I18n, { trouble }: Pick<OrderedTransfer, "trouble">): string | undefined {
  if (trouble === null) return undefined;
  if (trouble === "CONTRADICTION")
    return i18n.t("Answers of the network contradict each other. Nothing is concluded until they agree.");
  return i18n.t("The node that was told refused it last ({code}). It is told again, with the same bytes, until they expire.", {
    code: trouble,
  });
}
