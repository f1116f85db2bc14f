import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Health } from "@lucid/contract";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { AgedArea, ErrorNotice, NowBadge, PageHeader, type Tone, Waiting } from "../../shared/ui/index.ts";
import { NodeDetails } from "./node-details.tsx";
import { ProblemReportButton } from "./problem-report.tsx";

/** The stream carries no resources: asked for again while this page is open. */
const ASK_EVERY_MS = 5_000;

const toneOf = { healthy: "quiet", degraded: "warning", unhealthy: "bad" } as const satisfies Record<Health["status"], Tone>;
const wordsOf = (i18n: I18n): Record<Health["status"], string> => ({
  healthy: i18n.t("healthy"),
  degraded: i18n.t("needs attention"),
  unhealthy: i18n.t("not working"),
});

export function NodePage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const status = useQuery(queries.node.status.queryOptions({ refetchInterval: ASK_EVERY_MS }));
  const health = useQuery(queries.node.health.queryOptions({ refetchInterval: ASK_EVERY_MS }));
  // What it said before is no word on how it is now.
  const word = health.error ? undefined : health.data?.status;

  return (
    <>
      <PageHeader title={i18n.t("Node")} badge={word && <NowBadge tone={toneOf[word]}>{wordsOf(i18n)[word]}</NowBadge>} />
      {status.data ? (
        <AgedArea>
          <NodeDetails status={status.data} />
          <ProblemReportButton />
        </AgedArea>
      ) : status.error ? (
        <ErrorNotice error={status.error} title={i18n.t("The node could not be asked")} onRetry={() => void status.refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
    </>
  );
}
