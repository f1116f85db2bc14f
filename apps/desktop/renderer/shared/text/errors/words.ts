import type { I18n } from "@lingui/core";

/** What an error means, and what whoever reads it can do, each in sentences. */
export interface ErrorWords {
  readonly what: string;
  readonly next: string;
}

/** What can be done about many errors alike. */
export const nextSteps = (i18n: I18n) => ({
  again: i18n.t("Wait a moment and try again."),
  operator: i18n.t("Whoever runs the node finds the cause in its log."),
  room: i18n.t("Whoever runs the node makes room on its disk. Then try again."),
  setup: i18n.t("Whoever runs the node finds with lucid doctor what is missing, and how to install it."),
  logIn: i18n.t("Log in again."),
  ask: i18n.t("Ask whoever runs the node."),
  look: i18n.t("Look it up in the list: it may be gone, or the address was mistyped."),
  report: i18n.t("That should not happen: report it with its code."),
  reload: i18n.t("Load the page anew."),
});
