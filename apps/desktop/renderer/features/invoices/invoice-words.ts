import type { I18n } from "@lingui/core";
import type { Invoice, InvoiceState } from "@lucid/contract";
import type { Tone } from "../../shared/ui/index.ts";

export interface StateWords {
  readonly tone: Tone;
  readonly label: string;
}

/** How an invoice is. One that somebody took as paid is so by their word, and not by what came in. */
export function stateWords(i18n: I18n, { state, decided_by }: Pick<Invoice, "state" | "decided_by">): StateWords {
  if (state === "paid" && decided_by !== null) return { tone: "quiet", label: i18n.t("taken as paid") };
  const words: Record<InvoiceState, StateWords> = {
    open: { tone: "waiting", label: i18n.t("to pay") },
    paid: { tone: "proven", label: i18n.t("paid") },
    underpaid: { tone: "warning", label: i18n.t("paid in part") },
    expired: { tone: "warning", label: i18n.t("expired") },
    cancelled: { tone: "quiet", label: i18n.t("cancelled") },
    returned: { tone: "quiet", label: i18n.t("goes back") },
  };
  return words[state];
}
