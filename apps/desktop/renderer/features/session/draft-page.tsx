import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { EmptyState, ErrorNotice, PageHeader, StateBadge } from "../../shared/ui/index.ts";
import { DraftOrder, useSessionOrder } from "../invoices/index.ts";
import { DraftTerms, placeOf, useStartDraft } from "../new-session/index.ts";
import { RenameDialog, useSessionActions } from "../sessions/index.ts";
import { SessionFacts } from "./session-facts.tsx";

/** In place of a record that there is none of yet: what can be done with a session that was prepared. */
export function DraftPage({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const start = useStartDraft((started) => void navigate(placeOf(started)));
  const { cancel } = useSessionActions();
  const [changing, setChanging] = useState(false);
  const isOrdered = useSessionOrder(session.session_id).data?.order?.state === "waiting";
  return (
    <>
      <PageHeader
        title={session.name}
        parent={{ to: "/sessions", label: i18n.t("Sessions") }}
        badge={<StateBadge session={session} />}
      />
      {start.error && <ErrorNotice error={start.error} title={i18n.t("The session did not start")} />}
      {cancel.error && <ErrorNotice error={cancel.error} title={i18n.t("The session could not be given up")} />}
      <EmptyState
        title={isOrdered ? i18n.t("This session waits for its payment") : i18n.t("This session has not started")}
        action={
          <Group gap={8} justify="center">
            {!isOrdered && (
              <Button onClick={() => start.mutate(session)} loading={start.isPending}>
                {i18n.t("Start recording")}
              </Button>
            )}
            <Button variant="default" onClick={() => setChanging(true)}>
              {i18n.t("Change")}
            </Button>
            <Button
              variant="default"
              onClick={() => cancel.mutate({ session_id: session.session_id })}
              loading={cancel.isPending}
              disabled={start.isPending}
            >
              {i18n.t("Give up")}
            </Button>
          </Group>
        }
      >
        {isOrdered
          ? i18n.t("You have signed that it may be recorded.")
          : i18n.t("It was prepared, but nobody has signed that it may be recorded.")}
      </EmptyState>
      <Suspense>
        <DraftOrder sessionId={session.session_id} />
      </Suspense>
      <DraftTerms draft={session} />
      <SessionFacts session={session} />
      {changing && <RenameDialog session={session} onClose={() => setChanging(false)} />}
    </>
  );
}

/** The way on from a session that ended before anything was recorded. */
export function AnotherSession({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const isOver = session.state === "failed" || session.state === "cancelled";
  if (!isOver || session.chunk_count > 0) return null;
  return (
    <Button variant="default" renderRoot={(props) => <Link to="/sessions/new" {...props} />}>
      {i18n.t("New session")}
    </Button>
  );
}
