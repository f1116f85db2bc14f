import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Text } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { EmptyState, ErrorNotice, PageHeader, Pages, PastTheEnd, Waiting } from "../../shared/ui/index.ts";
import { useSelection } from "../../shared/ui/several/index.ts";
import { placeOf, useStartDraft } from "../new-session/index.ts";
import { type ListAddress, readListAddress } from "./list-address.ts";
import { SessionFigures } from "./session-figures.tsx";
import { SessionTable } from "./session-table.tsx";
import { SessionsFilter } from "./sessions-filter.tsx";
import { SeveralBar } from "./several/several-bar.tsx";
import { StopDialog } from "./stop-dialog.tsx";
import { useSessionActions, useSessionGroups } from "./use-sessions.ts";
import { useShownGroups } from "./use-shown-groups.tsx";

// The list is part of a first load; what is asked about a session of it is not.
const DeleteDialog = lazy(async () => ({ default: (await import("./delete-dialog.tsx")).DeleteDialog }));
const RenameDialog = lazy(async () => ({ default: (await import("./rename-dialog.tsx")).RenameDialog }));

type Asking = { readonly what: "stop" | "delete" | "change"; readonly session: Session };

/** The sessions of a person, or with `ofAdmin` what an admin does with those of everybody. */
export function SessionsPage({ ofAdmin = false }: { readonly ofAdmin?: boolean }) {
  const { i18n } = useLingui();
  const address: ListAddress = useSearch({ strict: false, select: readListAddress });
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking>();
  const found = useSessionGroups(address);
  const groups = useShownGroups(address, found);
  const selection = useSelection(
    groups.flatMap(({ sessions }) => sessions),
    ({ session_id }) => session_id,
  );
  const { cancel } = useSessionActions();
  const start = useStartDraft((started) => void navigate(placeOf(started)));
  const isNarrowed = address.q !== undefined || address.state !== undefined;

  function go(search: ListAddress, how?: "typed"): void {
    selection.clear();
    void navigate({ to: ofAdmin ? "/admin/sessions" : "/sessions", search, replace: how === "typed", resetScroll: false });
  }
  const goTo = (page: number): void => {
    const { page: _page, ...rest } = address;
    go(page > 1 ? { ...rest, page } : rest);
  };
  const ask = (what: Asking["what"]) => (session: Session) => setAsking({ what, session });
  const close = (): void => setAsking(undefined);
  const { page = 1 } = address;
  const isPastTheEnd = page > 1 && found.rest?.sessions.length === 0 && !found.isPending;

  return (
    <>
      {ofAdmin ? (
        <PageHeader title={i18n.t("Sessions of everybody")} />
      ) : (
        <PageHeader title={i18n.t("Sessions")}>
          <Button renderRoot={(props) => <Link to="/sessions/new" {...props} />}>{i18n.t("New session")}</Button>
        </PageHeader>
      )}
      <SessionFigures />
      <SessionsFilter address={address} onChange={go} />
      {address.q !== undefined && (
        <Text c="dimmed" size="sm" mt={-8} mb="sm">
          {i18n.t(
            "Found by the beginnings of words in names, descriptions and notes, and by session ids: “data” finds “database”, “base” does not.",
          )}
        </Text>
      )}
      {cancel.error && <ErrorNotice error={cancel.error} title={i18n.t("The session could not be given up")} />}
      {start.error && <ErrorNotice error={start.error} title={i18n.t("The session did not start")} />}
      <SeveralBar selection={selection} ofAdmin={ofAdmin} />
      {found.error ? (
        <ErrorNotice error={found.error} title={i18n.t("The sessions could not be listed")} onRetry={() => void found.retry()} />
      ) : found.isPending ? (
        <Waiting label={i18n.t("Loading sessions")} />
      ) : groups.length > 0 ? (
        <SessionTable
          groups={groups}
          selection={selection}
          starting={start.isPending ? start.variables.session_id : undefined}
          onStart={start.mutate}
          onStop={ask("stop")}
          onChange={ask("change")}
          onCancel={(session) => cancel.mutate({ session_id: session.session_id })}
          onDelete={ask("delete")}
        />
      ) : isPastTheEnd ? (
        <PastTheEnd onPage={goTo} />
      ) : isNarrowed ? (
        <EmptyState
          title={i18n.t("No session fits")}
          action={
            <Button variant="default" onClick={() => go({})}>
              {i18n.t("Show all sessions")}
            </Button>
          }
        >
          {i18n.t("Try fewer words, or only their beginnings.")}
        </EmptyState>
      ) : (
        <FirstSession />
      )}
      <Pages of={found.rest?.pagination} page={page} onPage={goTo} />
      {asking?.what === "stop" && <StopDialog session={asking.session} onClose={close} />}
      <Suspense>
        {asking?.what === "delete" && <DeleteDialog session={asking.session} onClose={close} />}
        {asking?.what === "change" && <RenameDialog session={asking.session} onClose={close} />}
      </Suspense>
    </>
  );
}

function FirstSession() {
  const { i18n } = useLingui();
  return (
    <EmptyState
      title={i18n.t("No sessions yet")}
      action={
        <Button component={Link} to="/sessions/new">
          {i18n.t("Record a first session")}
        </Button>
      }
    >
      {i18n.t(
        "A session is a desktop on this node that is recorded from its first moment. Open one, do something in it, end it: within seconds you hold a proof that the recording is complete.",
      )}
    </EmptyState>
  );
}
