import { useLingui } from "@lingui/react";
import { isOpen, type Session, type SessionId } from "@lucid/contract";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatSpan } from "../../shared/format/index.ts";
import { ErrorNotice, PageProblem, Waiting } from "../../shared/ui/index.ts";
import { ClipboardControls } from "./clipboard-controls.tsx";
import { createViewer } from "./create-viewer.ts";
import { HeldBackBanner } from "./held-back-banner.tsx";
import classes from "./live.module.css";
import { LiveBanners } from "./live-banners.tsx";
import { LiveBar } from "./live-bar.tsx";
import { LiveControls } from "./live-controls.tsx";
import { LiveDetails } from "./live-details.tsx";
import { NotLive } from "./not-live.tsx";
import { Screen } from "./screen.tsx";
import { TooLargeBanner } from "./too-large-banner.tsx";
import { TouchKeyboard } from "./touch-keyboard.tsx";
import { useHeldBack } from "./use-held-back.ts";
import { ViewControls } from "./view-controls.tsx";

export function LivePage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { id } = useParams({ from: "/inside/sessions/$id/live" });
  const [watched, setWatched] = useState<SessionId>();
  const session = useQuery(queries.sessions.get.queryOptions({ input: { session_id: id } }));

  if (session.isPending) return <Waiting label={i18n.t("Loading the session")} />;
  // What was read once is still shown, with its age, when it cannot be read again.
  if (!session.data) {
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
  const api = useApi();
  const bar = useRef<HTMLElement>(null);
  const detailsId = useId();
  const [viewer] = useState(() => createViewer(api, session.session_id));
  const [isFit, setFit] = useState(true);
  const [areDetailsOpen, setDetailsOpen] = useState(false);
  const [done, setDone] = useState("");
  const notes = useHeldBack(session);
  const [failure, setFailure] = useState<unknown>();
  const { keyboard, mouse } = session.policy.input;
  const mayTouch = (keyboard || mouse) && !session.input_frozen;
  useEffect(() => viewer.setInput(mayTouch), [viewer, mayTouch]);
  useEffect(() => viewer.setKeyboard(keyboard), [viewer, keyboard]);
  // What was put into the desktop's clipboard was not, when the node says so a moment later.
  const said = notes.shown.some(({ action }) => action === "copy_in") ? "" : done;
  useEffect(() => viewer.setFit(isFit), [viewer, isFit]);

  function say(words: string): void {
    setFailure(undefined);
    setDone(words);
  }

  return (
    <div className={classes.live}>
      <LiveBar session={session} bar={bar}>
        {keyboard && <TouchKeyboard viewer={viewer} />}
        <ClipboardControls session={session} viewer={viewer} onDone={say} onFailed={setFailure} onHeldBack={notes.tell} />
        <ViewControls
          id={session.session_id}
          isFit={isFit}
          onFit={setFit}
          areDetailsOpen={areDetailsOpen}
          onDetails={() => setDetailsOpen(!areDetailsOpen)}
          detailsId={detailsId}
        />
        <LiveControls session={session} onFailed={setFailure} />
      </LiveBar>
      <LiveBanners session={session} />
      <TooLargeBanner session={session} onClosed={() => bar.current?.focus()} />
      <HeldBackBanner session={session} notes={notes} onClosed={() => bar.current?.focus()} />
      {failure !== undefined && <ErrorNotice error={failure} title={i18n.t("That did not work")} />}
      <div className={classes.body}>
        <div className={classes.desktop}>
          <Screen
            session={session}
            viewer={viewer}
            mayTouch={mayTouch}
            areKeysHeld={notes.shown.some(({ action }) => action === "type")}
            onLeave={() => bar.current?.focus()}
            onTried={notes.tell}
          >
            <span className={classes.done} role="status">
              {said}
            </span>
            {said === "" && <Limits session={session} />}
          </Screen>
        </div>
        {areDetailsOpen && <LiveDetails session={session} id={detailsId} />}
      </div>
    </div>
  );
}

/** What the policy says of this desktop, and what is missing of its record. */
function Limits({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const { input, limits, network } = session.policy;
  const gaps = session.gaps.length;
  return (
    <span className={classes.limits}>
      {gaps > 0 && <span>{i18n.t("{count, plural, one {# gap} other {# gaps}}", { count: gaps })}</span>}
      {!input.keyboard && !input.mouse && <span>{i18n.t("watching only: the policy allows no input")}</span>}
      {network === "none" && <span>{i18n.t("no network in the desktop: the policy opens none")}</span>}
      {session.network_silent && <span>{i18n.t("the desktop's network does not answer")}</span>}
      <span>{i18n.t("ends after {idle} with nobody connected", { idle: formatSpan(limits.idle_s) })}</span>
      <span>
        {session.width} × {session.height}
      </span>
    </span>
  );
}
