import { useLingui } from "@lingui/react";
import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { EmptyState, ErrorNotice, NewestAndOlder, PageHeader, Waiting } from "../../shared/ui/index.ts";
import classes from "./audit.module.css";
import { type AuditAddress, filterOf, isNarrowed } from "./audit-address.ts";
import { AuditDetail } from "./audit-detail.tsx";
import { AuditFilterBar } from "./audit-filter.tsx";
import { AuditProof } from "./audit-proof.tsx";
import { AuditTable } from "./audit-table.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { ExportProgress } from "./export-progress.tsx";
import { useAuditExport } from "./use-audit-export.ts";

const PAGE_SIZE = 50;

/** What was done on this node and by whom, and whether the log of it is what it was. */
export function AuditPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const navigate = useNavigate();
  const address = useSearch({ from: "/inside/admin/audit" });
  const { before, entry: opened } = address;
  const input = { ...filterOf(address), before, limit: PAGE_SIZE };
  const found = useQuery(queries.audit.list.queryOptions({ input, placeholderData: keepPreviousData }));
  const single = useQuery(
    queries.audit.get.queryOptions({
      input: { event_id: opened ?? "" },
      enabled: opened !== undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const exporting = useAuditExport();
  const go = (search: AuditAddress, how?: "typed"): void =>
    void navigate({ to: "/admin/audit", search, replace: how === "typed", resetScroll: false });
  const { before: _before, ...first } = address;
  const { entry: _entry, ...closed } = address;
  const entry = opened === undefined ? undefined : (found.data?.entries.find((one) => one.event_id === opened) ?? single.data);

  return (
    <>
      <PageHeader title={i18n.t("Audit log")}>
        <ExportMenu filter={isNarrowed(address) ? filterOf(address) : undefined} onExport={exporting.start} />
      </PageHeader>
      <AuditProof />
      <ExportProgress now={exporting.now} onCancel={exporting.cancel} />
      <AuditFilterBar address={address} onChange={go} />
      <div className={classes.split} data-open={entry !== undefined || undefined}>
        <div className={classes.list}>
          {found.error ? (
            <ErrorNotice error={found.error} title={i18n.t("The log could not be read")} onRetry={() => void found.refetch()} />
          ) : found.isPending ? (
            <Waiting label={i18n.t("Loading the audit log")} />
          ) : found.data.entries.length > 0 ? (
            <AuditTable entries={found.data.entries} open={opened} onOpen={(event) => go({ ...address, entry: event })} />
          ) : (
            <EmptyState
              title={i18n.t("No entry fits")}
              action={
                <Button variant="default" onClick={() => go({})}>
                  {i18n.t("Show the whole log")}
                </Button>
              }
            >
              {i18n.t(
                "Words are found by their beginning, in the names of actions, ids, addresses and what an entry says in detail.",
              )}
            </EmptyState>
          )}
          <NewestAndOlder
            shown={found.data?.entries.length}
            isNewest={before === undefined}
            next={found.data?.next ?? null}
            onGo={(to) => go(to === undefined ? first : { ...closed, before: to })}
          />
        </div>
        {entry && <AuditDetail entry={entry} onNarrow={(change) => go({ ...first, ...change })} onClose={() => go(closed)} />}
        {single.error && <ErrorNotice error={single.error} title={i18n.t("The entry could not be shown")} />}
      </div>
    </>
  );
}
