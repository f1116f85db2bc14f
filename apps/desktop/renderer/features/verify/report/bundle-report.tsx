import { useLingui } from "@lingui/react";
import type { Judgement } from "@lucid/proof";
import { besideInWords } from "../beside-in-words.ts";
import type { Identities } from "../identity/identities.ts";
import type { Beside } from "../verifier.protocol.ts";
import { AcceptedReport } from "./accepted-report.tsx";
import type { CheckedFile } from "./checked-file.ts";
import { RejectedReport } from "./rejected-report.tsx";
import { ReportSheet } from "./report-sheet.tsx";

export interface BundleReportProps {
  readonly verdict: Judgement;
  readonly file: CheckedFile;
  /** Of a verdict that holds. */
  readonly identities?: Identities | undefined;
  /** What was found of the files beside it. */
  readonly beside?: Beside | undefined;
}

/** The verdict on a bundle, or on a video that carries one, on paper. */
export function BundleReport({ verdict, file, identities, beside }: BundleReportProps) {
  const { i18n } = useLingui();
  const said = besideInWords(beside, i18n);
  return (
    <ReportSheet file={file} madeAtMs={verdict.verified ? verdict.facts.bundleCreatedAtMs : undefined}>
      {verdict.verified ? (
        identities && <AcceptedReport verdict={verdict} identities={identities} file={file} beside={said} />
      ) : (
        <RejectedReport verdict={verdict} beside={said} />
      )}
    </ReportSheet>
  );
}
