import { useLingui } from "@lingui/react";
import { explainFacts, type Judgement } from "@lucid/proof";
import { Stack } from "@mantine/core";
import { useStore } from "zustand";
import { formatCount } from "../../shared/format/index.ts";
import { Banner } from "./banner.tsx";
import { besideFor } from "./beside-in-words.ts";
import { BundleDetails } from "./bundle-details.tsx";
import { ExplanationFold } from "./explanation-fold.tsx";
import { figuresInWords, headlineOf, utcOf } from "./facts-in-words.ts";
import { Fold } from "./fold.tsx";
import { browserBook } from "./identity/browser-book.ts";
import { identifiedInWords, identitiesOf, isElsewhere, isNobody } from "./identity/identities.ts";
import { IdentitySection } from "./identity/identity-section.tsx";
import type { KnownHere } from "./identity/known-here.ts";
import { missingInWords, unlisted } from "./missing-in-words.ts";
import { NetworkProofView } from "./network-proof-view.tsx";
import { checkpointsInWords, provenInWords } from "./proven-in-words.ts";
import { ReceiptView } from "./receipt-view.tsx";
import { Refused } from "./refused.tsx";
import { RefusedBeside } from "./refused-beside.tsx";
import { BundleReport } from "./report/bundle-report.tsx";
import type { CheckedFile } from "./report/checked-file.ts";
import { PrintReport } from "./report/print-report.tsx";
import { Lines, Statements } from "./statements.tsx";
import { TimeProofView } from "./time-proof-view.tsx";
import { unprovenInWords } from "./unproven-in-words.ts";
import type { Beside } from "./verifier.protocol.ts";
import classes from "./verify.module.css";
import { WitnessProofView } from "./witness-proof-view.tsx";

export interface VerdictViewProps {
  readonly verdict: Judgement;
  readonly here: KnownHere;
  readonly file: CheckedFile;
  /** What was expected is the word of a link that may be by whoever made the file: it identifies nobody. */
  readonly isOnlyLinked?: boolean;
  /** What was found of the files beside it. */
  readonly beside?: Beside | undefined;
}

/** What the verifier found about a bundle: one sentence, whose it is, what is not proven, and the rest in folds. */
export function VerdictView({ verdict, here, file, isOnlyLinked = false, beside: found = {} }: VerdictViewProps) {
  const { i18n } = useLingui();
  const { book } = useStore(browserBook.state);
  if (!verdict.verified)
    return (
      <Stack>
        {found.network && <NetworkProofView judgement={found.network} />}
        <Refused refusal={verdict} />
        <PrintReport>
          <BundleReport verdict={verdict} file={file} beside={found} />
        </PrintReport>
      </Stack>
    );
  const { facts, video } = verdict;
  const beside = besideFor(found, { book, isOnlyLinked });
  const identities = identitiesOf(verdict, here, book, isOnlyLinked);
  const nobody = isNobody(identities);
  const missing = missingInWords(facts, i18n);
  const since = i18n.t("since {time}", { time: utcOf(facts.bounds.upper.atMs) });
  return (
    <div className={classes.verdict} data-verdict="verified">
      <Banner
        tone={nobody || isElsewhere(identities.network, here) ? "unidentified" : "verified"}
        title={nobody ? i18n.t("Consistent in itself; nobody is identified") : headlineOf(facts, i18n, video)}
      >
        <div>{nobody ? `${headlineOf(facts, i18n, video)}, ${since}` : since}</div>
        <div>{figuresInWords(facts, i18n)}</div>
        <div>{identifiedInWords(identities, i18n)}</div>
      </Banner>
      {beside.network && <NetworkProofView judgement={beside.network} />}
      {beside.witnesses && <WitnessProofView judgement={beside.witnesses} />}
      {beside.time && <TimeProofView judgement={beside.time} />}
      {beside.receipt && !beside.receipt.verified && <RefusedBeside refusal={beside.receipt} what="receipt" />}
      <IdentitySection identities={identities} networkName={facts.network.name} here={here} />
      <Statements title={i18n.t("What is not proven")} lines={unprovenInWords(facts, !nobody, i18n, video)} />
      <Statements
        title={i18n.t("What is missing")}
        lines={
          missing.length > 0
            ? missing
            : [
                facts.isComplete
                  ? i18n.t("Nothing: the node reports no interruption, and nothing was left out.")
                  : i18n.t("Nothing that it names."),
              ]
        }
        tone={missing.length > 0 ? "gap" : undefined}
        more={i18n.t("All {count} places", { count: formatCount(missing.length + Math.max(0, unlisted(facts) - 1)) })}
      />
      <Fold title={i18n.t("What is proven")} open>
        <Lines lines={provenInWords(facts, i18n, video)} />
      </Fold>
      {facts.checkpoints.length > 0 && (
        <Fold
          title={i18n.t(
            "{count, plural, one {One entry on the chain} other {{shown} entries on the chain}} while it was recorded",
            {
              count: facts.checkpoints.length,
              shown: formatCount(facts.checkpoints.length),
            },
          )}
        >
          <Lines lines={checkpointsInWords(facts, i18n)} />
        </Fold>
      )}
      <ExplanationFold
        explain={() =>
          explainFacts(facts, file.name, video, {
            network: beside.network?.verified ? { facts: beside.network.facts } : undefined,
            witnesses: beside.witnesses?.verified ? beside.witnesses : undefined,
            times: beside.time?.verified ? { facts: beside.time.facts } : undefined,
          })
        }
      />
      <BundleDetails facts={facts} />
      {beside.receipt?.verified && (
        <ReceiptView accepted={beside.receipt} here={here} isOnlyLinked={isOnlyLinked} file={undefined} />
      )}
      <PrintReport>
        <BundleReport verdict={verdict} file={file} identities={identities} beside={beside} />
      </PrintReport>
    </div>
  );
}
