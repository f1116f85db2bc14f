import { useLingui } from "@lingui/react";
import { plainText } from "@lucid/proof";
import type { ReactNode } from "react";
import { formatBytes } from "../../../shared/format/index.ts";
import { utcOf } from "../facts-in-words.ts";
import type { CheckedFile } from "./checked-file.ts";
import classes from "./report.module.css";
import { ReportFacts, Whole } from "./report-parts.tsx";

export interface ReportSheetProps {
  readonly file: CheckedFile;
  /** When the file says that it was made, in milliseconds since 1970; a file that is refused says nothing. */
  readonly madeAtMs?: number | undefined;
  readonly children: ReactNode;
}

/** A verdict on paper, and the file that it is of: everything that somebody who was not there needs to judge it, and to repeat it. */
export function ReportSheet({ file, madeAtMs, children }: ReportSheetProps) {
  const { i18n } = useLingui();
  return (
    <article className={classes.report} data-report>
      <header>
        <h1>{i18n.t("Report of a verification")}</h1>
        <p>{i18n.t("Lucid {version}, checked {time}", { version: __LUCID_VERSION__, time: utcOf(file.checkedAtMs) })}</p>
      </header>
      {children}
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
          ...(madeAtMs === undefined ? [] : ([[i18n.t("Made, as its maker says"), utcOf(madeAtMs)]] as const)),
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
