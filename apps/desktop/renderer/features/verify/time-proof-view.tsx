import { useLingui } from "@lingui/react";
import { type AuthorityCertificate, foreignText, type ReadStamp, type TimeProofJudgement } from "@lucid/proof";
import { useStore } from "zustand";
import { browserBook } from "./identity/browser-book.ts";
import { authorityOf } from "./identity/identities.ts";
import { IdentityRow } from "./identity/identity-row.tsx";
import { RefusedBeside } from "./refused-beside.tsx";
import { Statements } from "./statements.tsx";
import { timeProofInWords } from "./time-proof-in-words.ts";
import classes from "./verify.module.css";

/** What authorities outside of the network say of the time of a recording that verifies, and whose word that is. */
export function TimeProofView({ judgement }: { readonly judgement: TimeProofJudgement }) {
  const { i18n } = useLingui();
  if (!judgement.verified) return <RefusedBeside refusal={judgement} what="time-proof" />;
  return (
    <>
      <Statements title={i18n.t("Outside time")} lines={timeProofInWords(judgement, i18n)} />
      <section className={classes.identities} aria-label={i18n.t("Whose word the time is")}>
        {certificatesOf(judgement.facts.stamps).map(({ certificate, isSigner }) => (
          <CertificateRow key={certificate.sha256} certificate={certificate} isSigner={isSigner} />
        ))}
      </section>
    </>
  );
}

interface Certificate {
  readonly certificate: AuthorityCertificate;
  readonly isSigner: boolean;
}

/** Those that signed stamps, each with those above it, none twice. */
function certificatesOf(stamps: readonly ReadStamp[]): readonly Certificate[] {
  const all = stamps.flatMap(({ signer, issuers }): Certificate[] => [
    { certificate: signer, isSigner: true },
    ...issuers.map((certificate) => ({ certificate, isSigner: false })),
  ]);
  return [...Map.groupBy(all, ({ certificate }) => certificate.sha256).values()].flatMap(([first]) => first ?? []);
}

function CertificateRow({ certificate, isSigner }: Certificate) {
  const { i18n } = useLingui();
  const { book } = useStore(browserBook.state);
  const name = foreignText(certificate.name);
  return (
    <IdentityRow
      identity={authorityOf(certificate, book)}
      title={
        isSigner
          ? i18n.t("Stamped with the certificate that calls itself {name}", { name })
          : i18n.t("Certified by the certificate that calls itself {name}", { name })
      }
      what={i18n.t("certificate")}
      reason={i18n.t(
        "Anybody can make a certificate of any name. Compare this SHA-256 with the one that the authority publishes on its own site.",
      )}
    />
  );
}
