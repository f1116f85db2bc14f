import { useLingui } from "@lingui/react";
import type { TimeProofJudgement } from "@lucid/proof";
import { RefusedBeside } from "./refused-beside.tsx";
import { Statements } from "./statements.tsx";
import { timeProofInWords } from "./time-proof-in-words.ts";

/** What authorities outside of the network say of the time of a recording that verifies. */
export function TimeProofView({ judgement }: { readonly judgement: TimeProofJudgement }) {
  const { i18n } = useLingui();
  if (!judgement.verified) return <RefusedBeside refusal={judgement} what="time-proof" />;
  return <Statements title={i18n.t("Outside time")} lines={timeProofInWords(judgement, i18n)} />;
}
