import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals about authorities that say when something existed. */
export function timeStampWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_TIME_ERR_${string}`>, ErrorWords> {
  const { again } = nextSteps(i18n);
  return {
    LUCID_TIME_ERR_3501: {
      what: i18n.t("No time-stamp authority is set up on this node."),
      next: i18n.t("Name one in the settings (time_authorities)."),
    },
    LUCID_TIME_ERR_3502: { what: i18n.t("The chain has no final block yet that could be stamped."), next: again },
    LUCID_TIME_ERR_3503: { what: i18n.t("No authority has stamped a block yet that holds this recording."), next: again },
  };
}
