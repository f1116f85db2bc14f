import type { I18n } from "@lingui/core";
import { roleNames } from "../../shared/text/account-words.ts";

/** A value of a setting that is one of a few, in words; undefined where it is a name of its own, such as a level of the log. */
export function choiceWords(key: string, value: string, i18n: I18n): string | undefined {
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    registration: {
      closed: i18n.t("no, nobody"),
      invitation: i18n.t("whoever is invited"),
      open: i18n.t("yes, everybody"),
    },
    second_factor_roles: roleNames(i18n),
    smtp_security: {
      starttls: "STARTTLS",
      tls: "TLS",
      none: i18n.t("not at all: it is on this computer"),
    },
    through_tor: {
      webhooks: i18n.t("webhooks"),
      email: i18n.t("e-mail"),
      time_stamps: i18n.t("time stamps"),
      witnesses: i18n.t("checkpoints for witnesses"),
      payments: i18n.t("payments"),
    },
    tron_network: {
      off: i18n.t("none: payments are off"),
      devnet: i18n.t("a local devnet"),
      nile: "Nile",
      shasta: "Shasta",
      mainnet: i18n.t("TRON main network"),
    },
  };
  return words[key]?.[value];
}
