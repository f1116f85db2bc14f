import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals about those who see the history of a network. */
export function witnessWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_WITNESS_ERR_${string}`>, ErrorWords> {
  const { again } = nextSteps(i18n);
  return {
    LUCID_WITNESS_ERR_4901: { what: i18n.t("No witness has seen the block yet that holds this recording."), next: again },
  };
}
