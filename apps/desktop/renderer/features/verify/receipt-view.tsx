import { useLingui } from "@lingui/react";
import { explainReceipt, type ReceiptAcceptance } from "@lucid/proof";
import { Title } from "@mantine/core";
import { useStore } from "zustand";
import { Banner } from "./banner.tsx";
import { deletionInWords } from "./deletion-in-words.ts";
import { ExplanationFold } from "./explanation-fold.tsx";
import { browserBook } from "./identity/browser-book.ts";
import { identityOf, isKnown } from "./identity/identities.ts";
import { IdentityRow } from "./identity/identity-row.tsx";
import type { KnownHere } from "./identity/known-here.ts";
import type { CheckedFile } from "./report/checked-file.ts";
import { PrintReport } from "./report/print-report.tsx";
import { ReceiptReport } from "./report/receipt-report.tsx";
import { Statements } from "./statements.tsx";
import classes from "./verify.module.css";

export interface ReceiptViewProps {
  readonly accepted: ReceiptAcceptance;
  readonly here: KnownHere;
  readonly isOnlyLinked: boolean;
  /** Where it is checked alone; beside a recording, that has the verdict. */
  readonly file: CheckedFile | undefined;
}

/** What a deletion receipt that holds proves, and what it does not. */
export function ReceiptView({ accepted, here, isOnlyLinked, file }: ReceiptViewProps) {
  const { i18n } = useLingui();
  const { book } = useStore(browserBook.state);
  const { key, expected } = accepted.identity.node;
  const node = identityOf("node", { key, expected: expected && !isOnlyLinked }, here, book);
  const { headline, proven, notProven } = deletionInWords(accepted, isKnown(node), i18n);
  const title = i18n.t("The deletion receipt holds");
  return (
    <section className={classes.verdict} data-receipt="verified" {...(file !== undefined && { "data-verdict": "verified" })}>
      {file === undefined ? (
        <Title order={3}>{title}</Title>
      ) : (
        <Banner
          tone={isKnown(node) ? "verified" : "unidentified"}
          title={isKnown(node) ? title : i18n.t("Consistent in itself; nobody is identified")}
        >
          {headline}
        </Banner>
      )}
      {file !== undefined && (
        <section className={classes.identities}>
          <Title order={3}>{i18n.t("Who signed it")}</Title>
          <IdentityRow
            identity={node}
            title={i18n.t("Signed by the node")}
            what={i18n.t("node key")}
            reason={
              node.isHere
                ? i18n.t("This is the node you are using.")
                : i18n.t("Compare this key with the one you have from its operator.")
            }
          />
        </section>
      )}
      <Statements title={i18n.t("What is not proven")} lines={notProven} />
      <Statements title={i18n.t("What is proven")} lines={file === undefined ? [headline, ...proven] : proven} />
      <ExplanationFold explain={() => explainReceipt(accepted.receipt, file?.name)} />
      {file !== undefined && (
        <PrintReport>
          <ReceiptReport accepted={accepted} node={node} file={file} />
        </PrintReport>
      )}
    </section>
  );
}
