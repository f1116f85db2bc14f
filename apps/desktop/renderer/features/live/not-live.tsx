import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { explainReason } from "../../shared/text/reason-words.ts";
import { EmptyState, ErrorNotice, PageHeader, StateBadge } from "../../shared/ui/index.ts";
import { useStartDraft } from "../new-session/index.ts";
import classes from "./live.module.css";

/** In place of the viewer when there is no desktop: not yet, or no longer. */
export function NotLive({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const start = useStartDraft();

  return (
    <div className={classes.apart}>
      <PageHeader
        title={session.name}
        parent={{ to: "/sessions", label: i18n.t("Sessions") }}
        badge={<StateBadge session={session} />}
      />
      {start.error && <ErrorNotice error={start.error} title={i18n.t("The session did not start")} />}
      {session.state === "created" ? (
        <EmptyState
          title={i18n.t("This session has not started")}
          action={
            <Button color="gray" loading={start.isPending} onClick={() => start.mutate(session)}>
              {i18n.t("Start")}
            </Button>
          }
        >
          {i18n.t("It was prepared, but nobody has signed that it may be recorded.")}
        </EmptyState>
      ) : (
        <EmptyState
          title={i18n.t("This desktop is closed")}
          action={
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/sessions/$id" params={{ id: session.session_id }} {...props} />}
            >
              {i18n.t("To the record and its proof")}
            </Button>
          }
        >
          {explainReason(session, i18n) ?? i18n.t("What was recorded is sealed.")}
        </EmptyState>
      )}
    </div>
  );
}
