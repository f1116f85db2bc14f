import { useLingui } from "@lingui/react";
import { SegmentedControl, Stack } from "@mantine/core";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { AgedArea, EmptyState, ErrorNotice, PageHeader, Pages, PastTheEnd, Waiting } from "../../shared/ui/index.ts";
import { RequestCard } from "./request-card.tsx";
import type { RequestsAddress } from "./requests-address.ts";

const PAGE_SIZE = 20;

/** Requests for access: one's own, and those of others that one may decide. */
export function RequestsPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const navigate = useNavigate();
  const { which = "mine", id, page = 1 } = useSearch({ from: "/inside/requests" });
  const found = useQuery(
    queries.accessRequests.list.queryOptions({ input: { which, page, limit: PAGE_SIZE }, placeholderData: keepPreviousData }),
  );
  const linked = useQuery(queries.accessRequests.get.queryOptions({ input: id === undefined ? skipToken : { request_id: id } }));
  const go = (search: RequestsAddress): void => void navigate({ to: "/requests", search });
  const narrowed: RequestsAddress = which === "mine" ? {} : { which };
  const goTo = (to: number): void => go(to === 1 ? narrowed : { ...narrowed, page: to });
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
            {others.length === 0 && page > 1 && <PastTheEnd onPage={goTo} />}
            {others.length === 0 && page === 1 && !linked.data && !linked.error && (
              <EmptyState title={i18n.t("Nothing is asked for")} action={undefined}>
                {i18n.t("Where a policy wants somebody to allow something first, it is asked for there, and stands here.")}
              </EmptyState>
            )}
            <Pages of={found.data.pagination} page={page} onPage={goTo} />
          </Stack>
        </AgedArea>
      )}
    </>
  );
}
