import { useLingui } from "@lingui/react";
import { SegmentedControl, Stack } from "@mantine/core";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { AgedArea, EmptyState, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { RequestCard } from "./request-card.tsx";
import type { RequestsAddress } from "./requests-address.ts";

const MOST = 100;

/** Requests for access: one's own, and those of others that one may decide. */
export function RequestsPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const navigate = useNavigate();
  const { which = "mine", id } = useSearch({ from: "/inside/requests" });
  const found = useQuery(queries.accessRequests.list.queryOptions({ input: { which, limit: MOST } }));
  const linked = useQuery(queries.accessRequests.get.queryOptions({ input: id === undefined ? skipToken : { request_id: id } }));
  const go = (search: RequestsAddress): void => void navigate({ to: "/requests", search });
  const others = (found.data?.requests ?? []).filter(({ request_id }) => request_id !== id);
  return (
    <>
      <PageHeader title={i18n.t("Requests for access")} />
      <SegmentedControl
        mb="md"
        aria-label={i18n.t("Which requests")}
        data={[
          { value: "mine", label: i18n.t("your own") },
          { value: "to_decide", label: i18n.t("to decide") },
          { value: "all", label: i18n.t("all") },
        ]}
        value={which}
        onChange={(value) => go(value === "to_decide" || value === "all" ? { which: value } : {})}
      />
      {linked.error && <ErrorNotice error={linked.error} title={i18n.t("That request cannot be shown")} />}
      {found.error && (
        <ErrorNotice
          error={found.error}
          title={i18n.t("The requests could not be listed")}
          onRetry={() => void found.refetch()}
        />
      )}
      {found.isPending && <Waiting label={i18n.t("Loading requests")} />}
      {found.data && (
        <AgedArea>
          <Stack maw={760}>
            {linked.data && <RequestCard request={linked.data} />}
            {others.map((request) => (
              <RequestCard key={request.request_id} request={request} />
            ))}
            {others.length === 0 && !linked.data && !linked.error && (
              <EmptyState title={i18n.t("Nothing is asked for")} action={undefined}>
                {i18n.t("Where a policy wants somebody to allow something first, it is asked for there, and stands here.")}
              </EmptyState>
            )}
          </Stack>
        </AgedArea>
      )}
    </>
  );
}
