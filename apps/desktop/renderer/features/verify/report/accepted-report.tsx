import { useLingui } from "@lingui/react";
import type { VerifiedBundle } from "@lucid/proof";
import { formatBytes, formatCount } from "../../../shared/format/index.ts";
import { figuresInWords, headlineOf, spanOf, utcOf } from "../facts-in-words.ts";
import { type Identities, identifiedInWords, isNobody } from "../identity/identities.ts";
import { missingInWords, unlisted } from "../missing-in-words.ts";
import { nameForShell } from "../name-in-words.ts";
import { provenInWords } from "../proven-in-words.ts";
import { unprovenInWords } from "../unproven-in-words.ts";
import type { CheckedFile } from "./checked-file.ts";
import classes from "./report.module.css";
import { ReportFacts, ReportList, Whole } from "./report-parts.tsx";
import { Who } from "./who.tsx";

export interface AcceptedReportProps {
  readonly verdict: VerifiedBundle;
  readonly identities: Identities;
  readonly file: CheckedFile;
  /** What was found of the files beside it, in sentences. */
  readonly beside: readonly string[];
}

/** Stretches that are named one by one. */
const LISTED = 40;

export function AcceptedReport({ verdict: { facts, video }, identities, file, beside }: AcceptedReportProps) {
  const { i18n } = useLingui();
  const nobody = isNobody(identities);
  const missing = missingInWords(facts, i18n);
  const more = missing.length - LISTED + Math.max(0, unlisted(facts) - 1);
  const { time, anchor, grant } = facts;
  return (
    <>
      <div className={classes.verdict} data-tone={nobody ? "unidentified" : "verified"}>
        <strong>{nobody ? i18n.t("Consistent in itself; nobody is identified") : headlineOf(facts, i18n, video)}</strong>
        <p>
          {nobody && `${headlineOf(facts, i18n, video)}, `}
          {i18n.t("since {time}", { time: utcOf(facts.bounds.upper.atMs) })}
        </p>
        <p>{figuresInWords(facts, i18n)}</p>
        <p>{identifiedInWords(identities, i18n)}</p>
      </div>
      <dl className={classes.figures}>
        {(
          [
            [i18n.t("recorded"), spanOf(time.recordedMs)],
            [i18n.t("of"), spanOf(time.spanMs)],
            [i18n.t("without record"), spanOf(time.gapMs + time.silenceMs)],
            [i18n.t("chunks here"), `${formatCount(facts.includedCount)} / ${formatCount(facts.chunkCount)}`],
            [i18n.t("sealed"), formatBytes(facts.totalSize, i18n.locale)],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ReportList title={i18n.t("What is not proven")} lines={unprovenInWords(facts, !nobody, i18n, video)} />
      {missing.length > 0 && (
        <ReportList
          title={i18n.t("What is missing")}
          lines={
            missing.length > LISTED
              ? [...missing.slice(0, LISTED), i18n.t("and {count} more", { count: formatCount(more) })]
              : missing
          }
        />
      )}
      {beside.length > 0 && <ReportList title={i18n.t("The files beside it")} lines={beside} />}
      <ReportFacts
        title={i18n.t("Whose recording it is")}
        rows={[
          [i18n.t("Recorded by the node"), <Who key="n" identity={identities.node} />],
          [i18n.t("Allowed by the owner"), <Who key="o" identity={identities.owner} />],
          [i18n.t("On the network"), <Who key="w" identity={identities.network} />],
          [i18n.t("Session"), <Whole key="s">{facts.sessionId}</Whole>],
        ]}
      />
      <ReportList title={i18n.t("What is proven")} lines={provenInWords(facts, i18n, video)} />
      <ReportFacts
        title={i18n.t("Every hash, key and time")}
        rows={[
          [i18n.t("Manifest"), <Whole key="m">{facts.manifestHash}</Whole>],
          [i18n.t("Merkle root"), <Whole key="r">{facts.merkleRoot}</Whole>],
          [i18n.t("Policy"), <Whole key="p">{grant.policyHash}</Whole>],
          [i18n.t("Consent text"), <Whole key="c">{grant.consentHash}</Whole>],
          [i18n.t("Transaction"), <Whole key="t">{anchor.transactionId}</Whole>],
          [
            i18n.t("Block {height}", { height: formatCount(anchor.height) }),
            <span key="b">
              {utcOf(anchor.blockTime * 1_000)} <Whole>{anchor.blockHash}</Whole>
            </span>,
          ],
          [
            i18n.t("Final with block {height}", { height: formatCount(anchor.finalHeight) }),
            <span key="f">
              {utcOf(anchor.finalTime * 1_000)} <Whole>{anchor.finalHash}</Whole>
            </span>,
          ],
        ]}
      />
      <ReportFacts
        title={i18n.t("How to check it again")}
        rows={[
          [
            i18n.t("Command"),
            <Whole key="c">
              {`lucid verify ${nameForShell(file.name)} --node ${facts.node} --owner ${facts.owner} --network ${facts.network.hash} --session ${facts.sessionId}`}
            </Whole>,
          ],
          [i18n.t("By hand"), i18n.t("the same with --explain, or docs/formats/verify-by-hand.md")],
        ]}
      />
    </>
  );
}
