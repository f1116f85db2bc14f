import type { I18n } from "@lingui/core";
import type { StakingAction, StakingForecast, StakingKind, StakingResource } from "@lucid/contract";
import { formatAmount, formatCount, formatMoment } from "../../shared/format/index.ts";

/** What each is called, and the button that orders it. */
export function stakingKinds(i18n: I18n): Readonly<Record<StakingKind, { readonly label: string; readonly verb: string }>> {
  return {
    freeze: { label: i18n.t("Stake TRX"), verb: i18n.t("Stake them") },
    unfreeze: { label: i18n.t("Unstake TRX"), verb: i18n.t("Unstake them") },
    withdraw: { label: i18n.t("Withdraw what is due"), verb: i18n.t("Withdraw it") },
    "cancel-unfreezing": { label: i18n.t("Stake again what waits"), verb: i18n.t("Stake it again") },
    delegate: { label: i18n.t("Lend a stake"), verb: i18n.t("Lend it") },
    undelegate: { label: i18n.t("Take back what is lent"), verb: i18n.t("Take it back") },
    vote: { label: i18n.t("Vote"), verb: i18n.t("Vote so") },
    claim: { label: i18n.t("Claim rewards"), verb: i18n.t("Claim them") },
  };
}

export const resourceNames = (i18n: I18n): Readonly<Record<StakingResource, string>> => ({
  energy: i18n.t("Energy"),
  bandwidth: i18n.t("Bandwidth"),
});

/** What an order would do, in sentences, before it is signed. */
export function effectWords(i18n: I18n, action: StakingAction, { effect }: Pick<StakingForecast, "effect">): readonly string[] {
  const trx = (units: string): string => formatAmount(units, i18n.locale);
  const moment = effect.bound_until === null ? "" : formatMoment(effect.bound_until, i18n.locale);
  const amount = trx(effect.amount);
  const units = formatCount(effect.units_a_day);
  const resource = resourceNames(i18n)[action.resource ?? "energy"];
  const also =
    effect.paid_out !== "0" && (action.kind === "unfreeze" || action.kind === "cancel-unfreezing")
      ? [i18n.t("What is due is paid out with it: {amount} TRX.", { amount: trx(effect.paid_out) })]
      : [];
  switch (action.kind) {
    case "freeze":
      return [
        i18n.t("{amount} TRX leave the balance and are staked. They stay yours.", { amount }),
        i18n.t("They give about {units} a day of: {resource}.", { units, resource }),
        moment === ""
          ? i18n.t("They can be unstaked at any time; the network pays them out 14 days after that.")
          : i18n.t("This node unstakes them from {moment} on; the network pays them out 14 days after that.", { moment }),
      ];
    case "unfreeze":
      return [
        i18n.t("{amount} TRX are not staked any more. They can be withdrawn from {moment} on, and not before.", {
          amount,
          moment,
        }),
        i18n.t("About {units} a day are gone at once of: {resource}.", { units, resource }),
        ...(effect.votes_lost === "0"
          ? []
          : [i18n.t("About {votes} votes are lost with it, taken from all in the same measure.", { votes: effect.votes_lost })]),
        ...also,
      ];
    case "withdraw":
      return [i18n.t("{amount} TRX come into the balance.", { amount })];
    case "cancel-unfreezing":
      return [i18n.t("{amount} TRX that wait to be paid out are staked again.", { amount }), ...also];
    case "delegate":
      return [
        i18n.t("The other account has the use of about {units} a day of: {resource}.", { units, resource }),
        i18n.t("The TRX stay yours, and so do their votes. They cannot be unstaked while they are lent."),
        moment === ""
          ? i18n.t("They can be taken back at any time.")
          : i18n.t("They cannot be taken back before {moment}.", { moment }),
      ];
    case "undelegate":
      return [
        i18n.t("The other account loses about {units} a day of: {resource}.", { units, resource }),
        i18n.t("What it has used of them comes back within 24 hours."),
      ];
    case "vote":
      return [
        i18n.t("This list replaces all votes of before. It counts from the next round on, six hours at most."),
        ...(effect.votes_lost === "0"
          ? []
          : [i18n.t("There are {votes} votes fewer than before.", { votes: effect.votes_lost })]),
      ];
    case "claim":
      return [
        i18n.t("About {amount} TRX come into the balance.", { amount }),
        i18n.t("The next claim is possible 24 hours later."),
      ];
  }
}
