import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Failure, Rejection, TimeProofRefusal, WitnessProofRefusal } from "@lucid/proof";
import { Banner } from "./banner.tsx";
import { reasonOf } from "./reasons.ts";
import { Specialists } from "./refused.tsx";

export interface RefusedBesideProps {
  readonly refusal: Failure | Rejection | TimeProofRefusal | WitnessProofRefusal;
  readonly what: What;
}

type What = "receipt" | "network-proof" | "time-proof" | "witness-proof";

/** A file beside a recording that does not hold: what is said of the recording stays. */
export function RefusedBeside({ refusal, what }: RefusedBesideProps) {
  const { i18n } = useLingui();
  return (
    <section data-beside="refused">
      <Banner tone="refused" title={titleOf(what, i18n)}>
        {reasonOf(refusal.code, i18n)}
      </Banner>
      <Specialists refusal={refusal} />
    </section>
  );
}

function titleOf(what: What, i18n: I18n): string {
  switch (what) {
    case "receipt":
      return i18n.t("The deletion receipt beside it is refused");
    case "network-proof":
      return i18n.t("The network proof beside it is refused");
    case "time-proof":
      return i18n.t("The time proof beside it is refused");
    case "witness-proof":
      return i18n.t("The witness proof beside it is refused");
  }
}
