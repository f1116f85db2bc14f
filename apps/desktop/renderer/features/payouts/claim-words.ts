import type { I18n } from "@lingui/core";
import type { ClaimState } from "@lucid/contract";
import type { Tone } from "../../shared/ui/index.ts";

/** How a claim link is. What becomes of its payout, that one says. */
export const claimStates = (i18n: I18n): Readonly<Record<ClaimState, { readonly tone: Tone; readonly label: string }>> => ({
  open: { tone: "waiting", label: i18n.t("waits for an address") },
  named: { tone: "waiting", label: i18n.t("address named") },
  ordered: { tone: "proven", label: i18n.t("payout made") },
  expired: { tone: "quiet", label: i18n.t("expired") },
  withdrawn: { tone: "quiet", label: i18n.t("withdrawn") },
});
