import { useLingui } from "@lingui/react";
import { Button, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { EmptyState, ErrorNotice, NewestAndOlder, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { filterOf, type LogAddress } from "./log-address.ts";
import { LogFilterBar } from "./log-filter.tsx";
import { LogTable } from "./log-table.tsx";

const PAGE_SIZE = 50;
/** Lines come without an event: telling of each would write more of them. */
const LOOK_MS = 5_000;

/** The node's own log: what it noted while it worked, for who looks for a fault. */
export function LogPage() {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const address = useSearch({ from: "/inside/admin/log" });
  const { before, ...first } = address;
  const found = useQuery(
    useApi().queries.nodeLog.list.queryOptions({
      input: { ...filterOf(address), before, limit: PAGE_SIZE },
      placeholderData: keepPreviousData,
      ...(before === undefined ? { refetchInterval: LOOK_MS } : {}),
    }),
  );
  const go = (search: LogAddress, how?: "typed"): void =>
    void navigate({ to: "/admin/log", search, replace: how === "typed", resetScroll: false });

  return (
    <>
      <PageHeader title={i18n.t("Log of the node")} />
      {found.data && (
        <Text mb="md" maw={640}>
          {i18n.t(
            "What the node noted while it worked, in English, for {days, plural, one {# day} other {# days}}. Who did what stands in the audit log.",
            { days: found.data.keep_days },
          )}
        </Text>
      )}
      <LogFilterBar address={address} parts={found.data?.parts ?? []} onChange={go} />
      {found.error ? (
        <ErrorNotice error={found.error} title={i18n.t("The log could not be read")} onRetry={() => void found.refetch()} />
      ) : found.isPending ? (
        <Waiting label={i18n.t("Loading the log")} />
      ) : found.data.entries.length > 0 ? (
        <LogTable entries={found.data.entries} />
      ) : Object.keys(address).length === 0 ? (
        <EmptyState title={i18n.t("No line is kept yet")}>{i18n.t("It fills by itself while the node works.")}</EmptyState>
      ) : (
        <EmptyState
          title={i18n.t("No line fits")}
          action={
            <Button variant="default" onClick={() => go({})}>
              {i18n.t("Show the whole log")}
            </Button>
          }
        >
          {i18n.t("Words are found by their beginning, in what a line says and in everything that belongs to it.")}
        </EmptyState>
      )}
      <NewestAndOlder
        shown={found.data?.entries.length}
        isNewest={before === undefined}
        next={found.data?.next ?? null}
        onGo={(to) => go(to === undefined ? first : { ...first, before: to })}
      />
    </>
  );
}
