import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

export function policyWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_POLICY_ERR_${string}`>, ErrorWords> {
  const { ask, reload, look } = nextSteps(i18n);
  return {
    LUCID_POLICY_ERR_4801: { what: i18n.t("A policy of this node does not allow it."), next: ask },
    LUCID_POLICY_ERR_4802: {
      what: i18n.t("A policy of this node wants somebody to allow it first."),
      next: i18n.t("Ask for it, with the reason and for how long."),
    },
    LUCID_POLICY_ERR_4803: {
      what: i18n.t("The policy demands a reason, a ticket or other days of keeping."),
      next: i18n.t("Fill in what it demands, or choose another policy."),
    },
    LUCID_POLICY_ERR_4804: {
      what: i18n.t("This policy comes with the program, or is not yours to change."),
      next: i18n.t("Make one of your own, or ask somebody who manages policies."),
    },
    LUCID_POLICY_ERR_4805: { what: i18n.t("Somebody else has changed this policy in the meantime."), next: reload },
    LUCID_POLICY_ERR_4806: {
      what: i18n.t("You have as many policies as you may have."),
      next: i18n.t("Retire one that is not needed."),
    },
    LUCID_POLICY_ERR_4807: {
      what: i18n.t("Nobody has to allow that: it is allowed already, or denied whoever asks."),
      next: i18n.t("Try what the policy decides, and which rule of it."),
    },
    LUCID_POLICY_ERR_4808: {
      what: i18n.t("You have asked for that already."),
      next: i18n.t("Wait until somebody decides, or take it back."),
    },
    LUCID_POLICY_ERR_4809: {
      what: i18n.t("You have as many open requests as you may have."),
      next: i18n.t("Take one back that is not needed."),
    },
    LUCID_POLICY_ERR_4810: {
      what: i18n.t("Nobody decides about a request of their own."),
      next: i18n.t("Ask somebody else who manages policies."),
    },
    LUCID_POLICY_ERR_4811: { what: i18n.t("There is no such request."), next: look },
    LUCID_POLICY_ERR_4812: {
      what: i18n.t("This request is decided or over, or you have decided it already."),
      next: i18n.t("Load the page anew to see how it ended."),
    },
    LUCID_POLICY_ERR_4813: {
      what: i18n.t("The policy does not let that be allowed for so long."),
      next: i18n.t("Ask for a shorter time."),
    },
  };
}
