import { useLingui } from "@lingui/react";
import type { WitnessProofJudgement } from "@lucid/proof";
import { useStore } from "zustand";
import { browserBook } from "./identity/browser-book.ts";
import { witnessOf } from "./identity/identities.ts";
import { IdentityRow } from "./identity/identity-row.tsx";
import { RefusedBeside } from "./refused-beside.tsx";
import { Statements } from "./statements.tsx";
import classes from "./verify.module.css";
import { witnessProofInWords } from "./witness-proof-in-words.ts";

/** What the reader's own witnesses saw of the history of the network, and whose word that is. */
export function WitnessProofView({ judgement }: { readonly judgement: WitnessProofJudgement }) {
  const { i18n } = useLingui();
  const { book } = useStore(browserBook.state);
  if (!judgement.verified) return <RefusedBeside refusal={judgement} what="witness-proof" />;
  return (
    <>
      <Statements title={i18n.t("Seen by witnesses")} lines={witnessProofInWords(judgement, i18n)} />
      {judgement.seen.length > 0 && (
        <section className={classes.identities} aria-label={i18n.t("Witnesses that you know")}>
          {judgement.seen.map(({ witness }) => (
            <IdentityRow
              key={witness.publicKey}
              identity={witnessOf(witness, book)}
              title={i18n.t("Witness")}
              what={i18n.t("witness")}
              reason={i18n.t("Compare its key with the one that whoever runs it gives out.")}
            />
          ))}
        </section>
      )}
    </>
  );
}
