import { useLingui } from "@lingui/react";
import type { NetworkProofJudgement } from "@lucid/proof";
import { networkProofInWords } from "./network-proof-in-words.ts";
import { RefusedBeside } from "./refused-beside.tsx";
import { Statements } from "./statements.tsx";

/** What a network of nodes adds to a recording that verifies. */
export function NetworkProofView({ judgement }: { readonly judgement: NetworkProofJudgement }) {
  const { i18n } = useLingui();
  if (!judgement.verified) return <RefusedBeside refusal={judgement} what="network-proof" />;
  return <Statements title={i18n.t("Final in a network of nodes")} lines={networkProofInWords(judgement, i18n)} />;
}
