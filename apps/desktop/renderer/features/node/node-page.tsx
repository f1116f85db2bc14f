import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { Badge, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { NodeDetails } from "./node-details.tsx";

/** The stream carries no resources: asked for again while this page is open. */
const ASK_EVERY_MS = 5_000;

export function NodePage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const status = useQuery(queries.node.status.queryOptions({ refetchInterval: ASK_EVERY_MS }));
  const health = useQuery(queries.node.health.queryOptions({ refetchInterval: ASK_EVERY_MS }));
  const state = health.data?.status;

  return (
    <>
      <PageHeader
        title={i18n.t("Node")}
        badge={
          state === "healthy" ? (
            <Badge tone="quiet">{i18n.t("healthy")}</Badge>
          ) : state === "degraded" ? (
            <Badge tone="warning">{i18n.t("needs attention")}</Badge>
          ) : state === "unhealthy" ? (
            <Badge tone="bad">{i18n.t("not working")}</Badge>
          ) : undefined
        }
      />
      {status.data ? (
        <NodeDetails status={status.data} />
      ) : status.error ? (
        <ErrorNotice
          error={status.error}
          title={i18n.t("The node's health could not be read")}
          onRetry={() => void status.refetch()}
        />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
    </>
  );
}
