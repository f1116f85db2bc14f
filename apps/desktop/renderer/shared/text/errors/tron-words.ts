import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals of payments and of the wallets that they are made with. */
export function tronWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_TRON_ERR_${string}`>, ErrorWords> {
  const { again, ask } = nextSteps(i18n);
  return {
    LUCID_TRON_ERR_2601: { what: i18n.t("Payments are off on this node: it names no TRON network."), next: ask },
    LUCID_TRON_ERR_2602: {
      what: i18n.t("The process of payments does not run or does not answer just now. The node goes on without it."),
      next: again,
    },
  };
}
