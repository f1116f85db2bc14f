import { useLingui } from "@lingui/react";
import type { Failure, Rejection } from "@lucid/proof";
import { Banner } from "./banner.tsx";
import { reasonOf } from "./reasons.ts";
import { Specialists } from "./refused.tsx";

export interface RefusedBesideProps {
  readonly refusal: Failure | Rejection;
  readonly what: "receipt" | "network-proof";
}

/** A file beside a recording that does not hold: what is said of the recording stays. */
export function RefusedBeside({ refusal, what }: RefusedBesideProps) {
  const { i18n } = useLingui();
  return (
    <section data-beside="refused">
      <Banner
        tone="refused"
        title={
          what === "receipt"
            ? i18n.t("The deletion receipt beside it is refused")
            : i18n.t("The network proof beside it is refused")
        }
      >
        {reasonOf(refusal.code, i18n)}
      </Banner>
      <Specialists refusal={refusal} />
    </section>
  );
}
