import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals about networks of nodes. */
export function networkWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_NETWORK_ERR_${string}`>, ErrorWords> {
  const { again } = nextSteps(i18n);
  const whole = i18n.t("Paste the whole text again, from its first word to its last.");
  const other = i18n.t("Ask for another invitation.");
  return {
    LUCID_NETWORK_ERR_2901: {
      what: i18n.t("This node is in no network of nodes."),
      next: i18n.t("Found one, or join one by an invitation."),
    },
    LUCID_NETWORK_ERR_2902: {
      what: i18n.t("This node is in a network already."),
      next: i18n.t("Leave that one first."),
    },
    LUCID_NETWORK_ERR_2903: { what: i18n.t("This is no invitation into a network, or not all of it."), next: whole },
    LUCID_NETWORK_ERR_2904: { what: i18n.t("The invitation is over."), next: other },
    LUCID_NETWORK_ERR_2905: {
      what: i18n.t("No other member of the network has this key."),
      next: i18n.t("Choose one of the members that are listed."),
    },
    LUCID_NETWORK_ERR_2906: {
      what: i18n.t("The network's address on this computer cannot be used."),
      next: i18n.t("Choose another one in the settings (network_listen), and start the node again."),
    },
    LUCID_NETWORK_ERR_2907: { what: i18n.t("The network has not made this recording final yet."), next: again },
    LUCID_NETWORK_ERR_2908: {
      what: i18n.t("No change of the membership waits for this key."),
      next: i18n.t("It was made, taken back, or is over: look at the list."),
    },
  };
}
