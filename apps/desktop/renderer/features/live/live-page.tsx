import { useLingui } from "@lingui/react";
import { isOpen, type Session, type SessionId } from "@lucid/contract";
import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatSpan } from "../../shared/format/index.ts";
import { PageHeader, PageProblem, RunningClock, Waiting } from "../../shared/ui/index.ts";
import { ConnectCard } from "./connect-card.tsx";
import { createViewer } from "./create-viewer.ts";
import classes from "./live.module.css";
import { LiveControls } from "./live-controls.tsx";
import { NotLive } from "./not-live.tsx";
import { Participants } from "./participants.tsx";
import { ProofNow } from "./proof-now.tsx";
import { Screen } from "./screen.tsx";

export function LivePage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { id } = useParams({ from: "/inside/sessions/$id/live" });
  const [watched, setWatched] = useState<SessionId>();
  const session = useQuery(queries.sessions.get.queryOptions({ input: { session_id: id } }));

  if (session.isPending) return <Waiting label={i18n.t("Loading the session")} />;
  if (session.error) {
    return (
      <PageProblem
        error={session.error}
        title={i18n.t("The session could not be shown")}
        missing={i18n.t("There is no such session")}
        onRetry={() => void session.refetch()}
      />
    );
  }
  const live = isOpen(session.data);
  if (live && watched !== id) setWatched(id);
  // Whoever watches it end, by whatever cause, is led to the record.
  if (!live && watched === id) return <Navigate to="/sessions/$id" params={{ id }} replace />;
  return live ? <Live key={id} session={session.data} /> : <NotLive session={session.data} />;
}

function Live({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  const api = useApi();
  const [viewer] = useState(() => createViewer(api, session.session_id));
  const { keyboard, mouse } = session.policy.input;
  const mayTouch = (keyboard || mouse) && !session.input_frozen;
  useEffect(() => viewer.setInput(mayTouch), [viewer, mayTouch]);
  const pauses = session.gaps.length;

  async function goFullScreen(): Promise<void> {
    await frame.current?.requestFullscreen();
    viewer.focus();
  }

  return (
    <>
      <PageHeader
        title={session.name}
        parent={{ to: "/sessions", label: i18n.t("Sessions") }}
        badge={
          <span className={classes.light} data-state={session.state}>
            {session.state === "paused" ? i18n.t("paused") : i18n.t("recording")}
          </span>
        }
      >
        <LiveControls session={session} onFullScreen={() => void goFullScreen()} viewer={viewer} />
      </PageHeader>
      <div className={classes.layout}>
        <div>
          <Screen session={session} viewer={viewer} frame={frame} />
          <div className={classes.strip}>
            {session.started_at !== null && <RunningClock since={session.started_at} />}
            <span>
              {session.width} × {session.height}
            </span>
            {pauses > 0 && <span>{i18n.t("{count, plural, one {# gap} other {# gaps}}", { count: pauses })}</span>}
            {!keyboard && !mouse && <span>{i18n.t("watching only: the policy allows no input")}</span>}
            <span>{i18n.t("ends after {idle} with nobody connected", { idle: formatSpan(session.policy.limits.idle_s) })}</span>
          </div>
        </div>
        <Stack gap="sm">
          <ProofNow session={session} />
          <Participants session={session} />
          <ConnectCard session={session} />
        </Stack>
      </div>
    </>
  );
}
