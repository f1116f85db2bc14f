import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals of what lets programs and people in. */
export function entryWords(
  i18n: I18n,
): Record<
  Extract<ErrorCode, `LUCID_APIKEY_ERR_${string}` | `LUCID_INVITE_ERR_${string}` | `LUCID_MAIL_ERR_${string}`>,
  ErrorWords
> {
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
    LUCID_INVITE_ERR_2201: {
      what: i18n.t("This invitation does not count: it was used, taken back, is too old, or never was one."),
      next: i18n.t("Ask whoever invited you for a new link."),
    },
    LUCID_INVITE_ERR_2202: {
      what: i18n.t("This wallet has an account here already."),
      next: i18n.t("Log in with it: the invitation is not needed, and stays for somebody else."),
    },
    LUCID_MAIL_ERR_2301: {
      what: i18n.t("This node sends no e-mail."),
      next: i18n.t("Whoever runs the node names an SMTP server in its settings."),
    },
    LUCID_MAIL_ERR_2302: {
      what: i18n.t("This link does not count any more: it was used, or is too old."),
      next: i18n.t("Ask for a new one."),
    },
    LUCID_INVITE_ERR_2203: {
      what: i18n.t("There are as many open invitations as the node keeps."),
      next: i18n.t("Take back those that nobody will use."),
    },
  };
}
