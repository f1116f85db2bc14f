import { useLingui } from "@lingui/react";
import { Stack, Text } from "@mantine/core";
import { formatBytes, formatSpan } from "../../shared/format/index.ts";
import { Card, ErrorNotice } from "../../shared/ui/index.ts";
import { Checking } from "./checking.tsx";
import { ChunkProofView } from "./chunk-proof-view.tsx";
import type { KnownHere } from "./identity/known-here.ts";
import { nameInWords } from "./name-in-words.ts";
import { ReceiptView } from "./receipt-view.tsx";
import { Refused } from "./refused.tsx";
import { PrintReport } from "./report/print-report.tsx";
import { RejectedReport } from "./report/rejected-report.tsx";
import { ReportSheet } from "./report/report-sheet.tsx";
import { TooLong } from "./too-long.tsx";
import type { Verification } from "./use-verifications.ts";
import { VerdictView } from "./verdict-view.tsx";
import { TooLongForPageError } from "./verify-in-worker.ts";

interface OneVerificationProps {
  readonly now: Verification;
  readonly here: KnownHere;
  readonly isOnlyLinked: boolean;
  readonly onCancel: () => void;
}

/** What is known about one file: how far its check is, or what was found. */
export function OneVerification({ now, here, isOnlyLinked, onCancel }: OneVerificationProps) {
  const { i18n } = useLingui();
  return (
    <>
      {now.step === "checking" && (
        <Card>
          <Checking now={now} onCancel={onCancel} />
        </Card>
      )}
      {now.step === "failed" && now.error instanceof TooLongForPageError && <TooLong name={now.name} error={now.error} />}
      {now.step === "failed" && !(now.error instanceof TooLongForPageError) && (
        <ErrorNotice
          error={now.error}
          title={i18n.t("{name} could not be read to its end", { name: nameInWords(now.name) })}
          advice={i18n.t("Nothing is known about it yet. Try it again.")}
        />
      )}
      {now.step === "found" && (
        <Card p="lg">
          <Text c="dimmed" size="sm" mb="sm">
            {i18n.t("{name}, {size}, checked in {time}", {
              name: nameInWords(now.name),
              size: formatBytes(now.size, i18n.locale),
              time: now.tookMs < 1_000 ? `${Math.round(now.tookMs)}\u00a0ms` : formatSpan(now.tookMs / 1_000),
            })}
          </Text>
          {now.finding.kind === "bundle" && (
            <VerdictView
              verdict={now.finding.verdict}
              beside={now.finding.beside}
              here={here}
              file={now}
              isOnlyLinked={isOnlyLinked}
            />
          )}
          {now.finding.kind === "receipt" &&
            (now.finding.verdict.verified ? (
              <ReceiptView accepted={now.finding.verdict} here={here} isOnlyLinked={isOnlyLinked} file={now} />
            ) : (
              <Stack>
                <Refused refusal={now.finding.verdict} />
                <PrintReport>
                  <ReportSheet file={now}>
                    <RejectedReport verdict={now.finding.verdict} />
                  </ReportSheet>
                </PrintReport>
              </Stack>
            ))}
          {now.finding.kind === "chunk-proof" && (
            <ChunkProofView
              outcome={now.finding.outcome}
              comparesFile={now.finding.comparesFile}
              here={here}
              isOnlyLinked={isOnlyLinked}
            />
          )}
        </Card>
      )}
    </>
  );
}
