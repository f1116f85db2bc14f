import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals of Tor and of the onion service. */
export function torWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_TOR_ERR_${string}`>, ErrorWords> {
  const { again, reload } = nextSteps(i18n);
  return {
    LUCID_TOR_ERR_2701: { what: i18n.t("Tor is switched off on this node."), next: i18n.t("Switch it on first.") },
    LUCID_TOR_ERR_2702: { what: i18n.t("Tor is not connected just now. Its state says why."), next: again },
    LUCID_TOR_ERR_2703: {
      what: i18n.t("There is a client of this name already, or one with this key."),
      next: i18n.t("Give it another name, or look for it in the list."),
    },
    LUCID_TOR_ERR_2704: { what: i18n.t("There is no client of this name any more."), next: reload },
    LUCID_TOR_ERR_2705: {
      what: i18n.t("The onion service has as many clients as it may have."),
      next: i18n.t("Remove one first."),
    },
  };
}
