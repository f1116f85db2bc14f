import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { explainReason } from "../../shared/text/reason-words.ts";
import { EmptyState, ErrorNotice, PageHeader, StateBadge } from "../../shared/ui/index.ts";
import { DraftTerms, useStartDraft } from "../new-session/index.ts";
import { RenameDialog, useSessionActions } from "../sessions/index.ts";
import classes from "./live.module.css";

/** In place of the viewer when there is no desktop: not yet, or no longer. */
export function NotLive({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const start = useStartDraft();
  const { cancel } = useSessionActions();
  const [isChanging, setChanging] = useState(false);

  return (
    <div className={classes.apart}>
      <PageHeader
        title={session.name}
        parent={{ to: "/sessions", label: i18n.t("Sessions") }}
        badge={<StateBadge session={session} />}
      />
      {start.error && <ErrorNotice error={start.error} title={i18n.t("The session did not start")} />}
      {cancel.error && <ErrorNotice error={cancel.error} title={i18n.t("The session could not be given up")} />}
      {session.state === "created" ? (
        <>
          <EmptyState
            title={i18n.t("This session has not started")}
            action={
              <Group gap={8} justify="center">
                <Button loading={start.isPending} onClick={() => start.mutate(session)}>
                  {i18n.t("Start recording")}
                </Button>
                <Button variant="default" onClick={() => setChanging(true)}>
                  {i18n.t("Change")}
                </Button>
                <Button
                  variant="default"
                  loading={cancel.isPending}
                  onClick={() => cancel.mutate({ session_id: session.session_id })}
                >
                  {i18n.t("Give up")}
                </Button>
              </Group>
            }
          >
            {i18n.t("It was prepared, but nobody has signed that it may be recorded.")}
          </EmptyState>
          <DraftTerms draft={session} />
        </>
      ) : (
        <EmptyState
          title={i18n.t("This desktop is closed")}
          action={
            session.chunk_count > 0 ? (
              <Button
                variant="default"
                renderRoot={(props) => <Link to="/sessions/$id" params={{ id: session.session_id }} {...props} />}
              >
                {i18n.t("To the record and its proof")}
              </Button>
            ) : (
              <Button variant="default" renderRoot={(props) => <Link to="/sessions" {...props} />}>
                {i18n.t("To the sessions")}
              </Button>
            )
          }
        >
          {explainReason(session, i18n) ??
            (session.chunk_count > 0 ? i18n.t("What was recorded is sealed.") : i18n.t("Nothing was recorded."))}
        </EmptyState>
      )}
      {isChanging && <RenameDialog session={session} onClose={() => setChanging(false)} />}
    </div>
  );
}
