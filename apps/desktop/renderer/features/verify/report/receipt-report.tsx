import { useLingui } from "@lingui/react";
import type { ReceiptAcceptance } from "@lucid/proof";
import { deletionInWords } from "../deletion-in-words.ts";
import { utcOf } from "../facts-in-words.ts";
import { type Identity, isKnown } from "../identity/identities.ts";
import { nameForShell } from "../name-in-words.ts";
import type { CheckedFile } from "./checked-file.ts";
import classes from "./report.module.css";
import { ReportFacts, ReportList, Whole } from "./report-parts.tsx";
import { ReportSheet } from "./report-sheet.tsx";
import { Who } from "./who.tsx";

export interface ReceiptReportProps {
  readonly accepted: ReceiptAcceptance;
  readonly node: Identity;
  readonly file: CheckedFile;
}

/** A deletion receipt that was checked alone, on paper. */
export function ReceiptReport({ accepted, node, file }: ReceiptReportProps) {
  const { i18n } = useLingui();
  const { receipt } = accepted;
  const { headline, proven, notProven } = deletionInWords(accepted, isKnown(node), i18n);
  return (
    <ReportSheet file={file}>
      <div className={classes.verdict} data-tone={isKnown(node) ? "verified" : "unidentified"}>
        <strong>
          {isKnown(node) ? i18n.t("The deletion receipt holds") : i18n.t("Consistent in itself; nobody is identified")}
        </strong>
        <p>{headline}</p>
      </div>
      <ReportList title={i18n.t("What is not proven")} lines={notProven} />
      <ReportFacts
        title={i18n.t("Who signed it")}
        rows={[
          [i18n.t("Signed by the node"), <Who key="n" identity={node} />],
          [i18n.t("Session"), <Whole key="s">{receipt.session_id}</Whole>],
        ]}
      />
      <ReportList title={i18n.t("What is proven")} lines={proven} />
      <ReportFacts
        title={i18n.t("Every hash, key and time")}
        rows={[
          ...hash(i18n.t("Manifest"), receipt.manifest_hash),
          ...hash(i18n.t("Merkle root"), receipt.merkle_root),
          [i18n.t("Deleted, as the node states"), utcOf(receipt.deleted_at_ms)],
        ]}
      />
      <ReportFacts
        title={i18n.t("How to check it again")}
        rows={[
          [
            i18n.t("Command"),
            <Whole key="c">
              {`lucid verify ${nameForShell(file.name)} --node ${receipt.node} --session ${receipt.session_id}`}
            </Whole>,
          ],
          [i18n.t("By hand"), i18n.t("the same with --explain, or docs/formats/verify-by-hand.md")],
        ]}
      />
    </ReportSheet>
  );
}

/** A receipt of what had no manifest yet names neither of the two. */
const hash = (name: string, value: string | null) => (value === null ? [] : [[name, <Whole key={name}>{value}</Whole>] as const]);
