import { useLingui } from "@lingui/react";
import { type Judgement, plainText } from "@lucid/proof";
import { formatBytes } from "../../../shared/format/index.ts";
import { besideInWords } from "../beside-in-words.ts";
import { utcOf } from "../facts-in-words.ts";
import type { Identities } from "../identity/identities.ts";
import type { Beside } from "../verifier.protocol.ts";
import { AcceptedReport } from "./accepted-report.tsx";
import type { CheckedFile } from "./checked-file.ts";
import { RejectedReport } from "./rejected-report.tsx";
import classes from "./report.module.css";
import { ReportFacts, Whole } from "./report-parts.tsx";

export interface ReportProps {
  readonly verdict: Judgement;
  readonly file: CheckedFile;
  /** Of a verdict that holds. */
  readonly identities: Identities | undefined;
  /** What was found of the files beside it. */
  readonly beside?: Beside | undefined;
}

/** The verdict on paper: everything that somebody who was not there needs to judge it, and to repeat it. */
export function Report({ verdict, file, identities, beside }: ReportProps) {
  const { i18n } = useLingui();
  return (
    <article className={classes.report} data-report>
      <header>
        <h1>{i18n.t("Report of a verification")}</h1>
        <p>{i18n.t("Lucid {version}, checked {time}", { version: __LUCID_VERSION__, time: utcOf(file.checkedAtMs) })}</p>
      </header>
      {verdict.verified && identities ? (
        <AcceptedReport verdict={verdict} identities={identities} file={file} beside={besideInWords(beside, i18n)} />
      ) : (
        !verdict.verified && <RejectedReport verdict={verdict} />
      )}
      <ReportFacts
        title={i18n.t("The file")}
        rows={[
          [i18n.t("Name"), <bdi key="n">{plainText(file.name)}</bdi>],
          [i18n.t("Size"), `${formatBytes(file.size, i18n.locale)} (${file.size} B)`],
          [
            i18n.t("SHA-256"),
            file.sha256 === undefined ? (
              i18n.t("not computed for a file of this size; sha256sum tells it")
            ) : (
              <Whole key="h">{file.sha256}</Whole>
            ),
          ],
          ...(verdict.verified ? ([[i18n.t("Made, as its maker says"), utcOf(verdict.facts.bundleCreatedAtMs)]] as const) : []),
        ]}
      />
      <footer>
        {i18n.t(
          "This paper proves nothing by itself: whoever has the file can check it again, without an account and without a connection.",
        )}
      </footer>
    </article>
  );
}
