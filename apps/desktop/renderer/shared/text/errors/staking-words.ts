import type { I18n } from "@lingui/core";
import { type StakingObstacle, tronErrors } from "@lucid/contract";
import type { ErrorWords } from "./words.ts";

const Impossible = tronErrors.spec.STAKING_IMPOSSIBLE.data;

/** What keeps something from being done with a stake, where the node says it. */
export function obstacleOfStakingWords(code: string, details: unknown, i18n: I18n): ErrorWords | undefined {
  if (code !== tronErrors.spec.STAKING_IMPOSSIBLE.code) return undefined;
  const { data } = Impossible.safeParse(details);
  return data && stakingObstacles(i18n)[data.obstacle];
}

export function stakingObstacles(i18n: I18n): Readonly<Record<StakingObstacle, ErrorWords>> {
  const less = i18n.t("Name a smaller amount.");
  const wait = i18n.t("Wait until then. What is staked says when.");
  const compare = i18n.t("Compare the whole address with where you have it from.");
  return {
    balance: { what: i18n.t("The wallet holds less than that, with what is on its way already."), next: less },
    fee: { what: i18n.t("The wallet has not enough TRX for the fee."), next: i18n.t("Put some TRX into it.") },
    "below-one": { what: i18n.t("The network takes no less than 1 TRX."), next: i18n.t("Name a larger amount.") },
    "below-least": {
      what: i18n.t("This node stakes no less than that at once (staking_least_trx)."),
      next: i18n.t("Name a larger amount, or ask who runs the node."),
    },
    "above-most": {
      what: i18n.t("This node stakes no more than that at once (staking_most_trx)."),
      next: i18n.t("Name a smaller amount, or ask who runs the node."),
    },
    held: {
      what: i18n.t("It was staked a short time ago. This node unstakes nothing before its time is over (staking_hold_days)."),
      next: wait,
    },
    "not-staked": { what: i18n.t("So much is not staked for that, or it is lent."), next: less },
    unfreezings: {
      what: i18n.t("As many amounts wait to be paid out as may at once: 32."),
      next: i18n.t("Withdraw what is due, or stake all of them again."),
    },
    "nothing-due": { what: i18n.t("Nothing that was unstaked is due yet."), next: wait },
    "nothing-waits": { what: i18n.t("Nothing waits to be paid out."), next: i18n.t("Nothing needs to be done.") },
    "not-free": {
      what: i18n.t("So much cannot be lent: it is in use just now, or less is staked."),
      next: i18n.t("Name a smaller amount, or wait: what was used comes back within 24 hours."),
    },
    "receiver-self": { what: i18n.t("A wallet lends nothing to itself."), next: compare },
    "receiver-unknown": {
      what: i18n.t("The network knows no account of that address."),
      next: i18n.t("An account is there once TRX were sent to it."),
    },
    "receiver-contract": { what: i18n.t("Nothing can be lent to a contract."), next: compare },
    "lock-long": { what: i18n.t("The network locks nothing for so long."), next: i18n.t("Name a shorter time.") },
    "lock-short": {
      what: i18n.t("An earlier loan to that account is locked for longer."),
      next: i18n.t("Lock this one for as long, or not at all."),
    },
    "not-lent": {
      what: i18n.t("So much is not lent to that account, or it is still locked."),
      next: i18n.t("What is lent, and until when it is locked, stands in the list of loans."),
    },
    votes: {
      what: i18n.t("Those are more votes than the stake gives: one for each whole TRX."),
      next: i18n.t("Name fewer, or stake more first."),
    },
    "witness-unknown": {
      what: i18n.t("Somebody in the list is no candidate."),
      next: i18n.t("Choose from the list of candidates."),
    },
    "no-reward": {
      what: i18n.t("The votes have earned nothing that could be claimed."),
      next: i18n.t("Votes count from the next round of six hours on, and pay after it."),
    },
    "too-soon": { what: i18n.t("Rewards are paid out once in 24 hours."), next: wait },
    device: {
      what: i18n.t("A Ledger does not sign that: it stakes nothing again that waits, and votes for five candidates at most."),
      next: i18n.t("Wait until it is due and withdraw it, or name fewer candidates."),
    },
    "under-way": {
      what: i18n.t("Another order about this stake has not come to its end."),
      next: i18n.t("Wait until it is solidified, about a minute, or cancel it."),
    },
  };
}
