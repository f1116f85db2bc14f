import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals of what lets programs and people in. */
export function entryWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_APIKEY_ERR_${string}`>, ErrorWords> {
  const { logIn } = nextSteps(i18n);
  return {
    LUCID_APIKEY_ERR_2101: {
      what: i18n.t("You have as many keys for programs as an account may have."),
      next: i18n.t("Revoke one that is no longer used."),
    },
    LUCID_APIKEY_ERR_2102: {
      what: i18n.t("A key cannot be allowed what you may not do yourself."),
      next: i18n.t("Choose less, or ask for the role that it needs."),
    },
    LUCID_APIKEY_ERR_2103: { what: i18n.t("Programs with a key may not do this, only somebody who is logged in."), next: logIn },
    LUCID_APIKEY_ERR_2104: {
      what: i18n.t("This key is not for use from this address."),
      next: i18n.t("Use it from an address that it names, or make another key."),
    },
  };
}
