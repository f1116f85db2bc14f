import { useLingui } from "@lingui/react";
import { foreignText, isPartName, type Rejection } from "@lucid/proof";
import { formatCount } from "../../../shared/format/index.ts";
import { utcOf } from "../facts-in-words.ts";
import { reasonOf } from "../reasons.ts";
import { videoInWords } from "../video-in-words.ts";
import classes from "./report.module.css";
import { ReportFacts, ReportList, Whole } from "./report-parts.tsx";

/** Chunks that are named one by one. */
const LISTED = 40;

export interface RejectedReportProps {
  readonly verdict: Rejection;
  /** What was found of the files beside it, in sentences. */
  readonly beside?: readonly string[];
}

export function RejectedReport({ verdict, beside = [] }: RejectedReportProps) {
  const { i18n } = useLingui();
  const { session, code, part, expected, found, video } = verdict;
  const chunks = session?.chunks ?? [];
  return (
    <>
      <div className={classes.verdict} data-tone="refused">
        <strong>{i18n.t("Refused: do not rely on this file")}</strong>
        <p>{reasonOf(code, i18n)}</p>
      </div>
      {chunks.length > 0 && (
        <ReportList
          title={i18n.t("Chunks that are concerned: {count}", { count: formatCount(chunks.length) })}
          lines={chunks.slice(0, LISTED).map(({ index, fromMs, toMs }) =>
            i18n.t("Chunk {number}, from {from} to {to}", {
              number: formatCount(index + 1),
              from: utcOf(fromMs),
              to: utcOf(toMs),
            }),
          )}
        />
      )}
      {video && (
        <ReportList
          title={i18n.t("The proof in this video is consistent in itself. Beside it:")}
          lines={videoInWords(video, i18n)}
        />
      )}
      {beside.length > 0 && <ReportList title={i18n.t("The files beside it")} lines={beside} />}
      <ReportFacts
        title={i18n.t("For specialists")}
        rows={[
          [i18n.t("Code"), code],
          ...(part === undefined
            ? []
            : ([[i18n.t("Part"), <bdi key="p">{isPartName(part) ? part : foreignText(part)}</bdi>]] as const)),
          ...(expected && found !== undefined
            ? ([
                [i18n.t("Expected"), <Whole key="e">{expected.join(", ")}</Whole>],
                [i18n.t("Found"), <Whole key="f">{found}</Whole>],
              ] as const)
            : []),
          ...(session ? ([[i18n.t("It says that it is of session"), <Whole key="s">{session.id}</Whole>]] as const) : []),
        ]}
      />
    </>
  );
}
