import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { formatSpan } from "../../shared/format/index.ts";
import {
  AgedArea,
  EmptyState,
  ErrorNotice,
  PageHeader,
  RunningClock,
  StateBadge,
  useKnownNow,
  Waiting,
} from "../../shared/ui/index.ts";
import { RequestsToDecide } from "../requests/index.ts";
import { WhenCell } from "../sessions/index.ts";
import { useNeedsBackup } from "../wallet/index.ts";
import { BackupNote } from "./backup-note.tsx";
import { NeedsSection } from "./needs-section.tsx";

/** Rows of a section; the list shows the rest. */
const SHOWN = 5;
/** A recording is deleted by retention within so many days. */
const SOON_DAYS = 7;

/** What needs the person: a wallet without a backup, what runs, what is soon deleted, what failed. */
export function HomePage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const live = useQuery(queries.sessions.list.queryOptions({ input: { group: "live", limit: SHOWN } }));
  const expiring = useQuery(queries.sessions.expiring.queryOptions({ input: { days: SOON_DAYS, limit: SHOWN } }));
  const failed = useQuery(queries.sessions.list.queryOptions({ input: { status: "failed", limit: SHOWN } }));
  const totals = useQuery(queries.sessions.statistics.queryOptions());
  const asked = [live, expiring, failed, totals];
  const needsBackup = useNeedsBackup();
  const broken = asked.find((query) => query.error);

  return (
    <>
      <PageHeader title={i18n.t("Home")}>
        <Button renderRoot={(props) => <Link to="/sessions/new" {...props} />}>{i18n.t("New session")}</Button>
      </PageHeader>
      {needsBackup && <BackupNote />}
      <RequestsToDecide />
      {broken ? (
        <ErrorNotice
          error={broken.error}
          title={i18n.t("What needs you could not be read")}
          onRetry={() => void Promise.all(asked.map((query) => query.refetch()))}
        />
      ) : !live.data || !expiring.data || !failed.data || !totals.data ? (
        <Waiting label={i18n.t("Looking for what needs you")} />
      ) : (
        <AgedArea>
          <Needs
            live={live.data.sessions}
            liveTotal={live.data.pagination.total}
            expiring={expiring.data.sessions}
            expiringHasMore={expiring.data.has_more}
            failed={failed.data.sessions}
            failedTotal={failed.data.pagination.total}
            isNew={totals.data.total === 0}
            needsBackup={needsBackup}
          />
        </AgedArea>
      )}
    </>
  );
}

interface NeedsProps {
  readonly live: readonly Session[];
  readonly liveTotal: number;
  readonly expiring: readonly Session[];
  readonly expiringHasMore: boolean;
  readonly failed: readonly Session[];
  readonly failedTotal: number;
  /** Nothing was ever prepared or recorded. */
  readonly isNew: boolean;
  readonly needsBackup: boolean;
}

function Needs({ live, liveTotal, expiring, expiringHasMore, failed, failedTotal, isNew, needsBackup }: NeedsProps) {
  const { i18n } = useLingui();
  if (live.length + expiring.length + failed.length === 0)
    return needsBackup && !isNew ? null : <NothingNeedsYou isNew={isNew} />;
  return (
    <>
      <NeedsSection
        title={i18n.t("Live now")}
        sessions={live}
        more={liveTotal > live.length ? { to: { state: "live" }, label: i18n.t("all {count}", { count: liveTotal }) } : undefined}
        linkTo="live"
        render={(session) => session.started_at !== null && <RunningClock since={session.started_at} />}
      />
      <NeedsSection
        title={i18n.t("Deleted within {days} days", { days: SOON_DAYS })}
        explanation={i18n.t("Export what you want to keep, or put it under legal hold. The proofs stay.")}
        sessions={expiring}
        more={expiringHasMore ? { to: { sort: "created_at", order: "asc" }, label: i18n.t("and more, oldest first") } : undefined}
        linkTo="record"
        render={(session) => session.retention_until !== null && <TimeLeft until={session.retention_until} />}
      />
      <NeedsSection
        title={i18n.t("Failed")}
        sessions={failed}
        more={
          failedTotal > failed.length
            ? { to: { state: "failed" }, label: i18n.t("all {count}", { count: failedTotal }) }
            : undefined
        }
        linkTo="record"
        render={(session) => (
          <>
            <StateBadge session={session} /> <WhenCell session={session} />
          </>
        )}
      />
    </>
  );
}

function TimeLeft({ until }: { readonly until: string }) {
  const { i18n } = useLingui();
  const leftS = (Date.parse(until) - useKnownNow()) / 1_000;
  return <>{leftS <= 0 ? i18n.t("any moment now") : i18n.t("in {span}", { span: formatSpan(leftS) })}</>;
}

function NothingNeedsYou({ isNew }: { readonly isNew: boolean }) {
  const { i18n } = useLingui();
  return (
    <EmptyState
      title={isNew ? i18n.t("No sessions yet") : i18n.t("Nothing needs you")}
      action={
        <Button
          variant={isNew ? "filled" : "default"}
          renderRoot={(props) => <Link to={isNew ? "/sessions/new" : "/sessions"} {...props} />}
        >
          {isNew ? i18n.t("Record a first session") : i18n.t("To the sessions")}
        </Button>
      }
    >
      {isNew
        ? i18n.t(
            "A session is a desktop on this node that is recorded from its first moment. Open one, do something in it, end it: within seconds you hold a proof that the recording is complete.",
          )
        : i18n.t("Nothing is live, nothing failed, and no recording is deleted within the next {days} days.", {
            days: SOON_DAYS,
          })}
    </EmptyState>
  );
}
