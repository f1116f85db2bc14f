import { useLingui } from "@lingui/react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { Card, ErrorNotice } from "../../shared/ui/index.ts";
import type { Player } from "./create-player.ts";
import { EventList } from "./event-list.tsx";
import { LiveFacts } from "./live-facts.tsx";
import classes from "./player.module.css";
import { PlayerControls } from "./player-controls.tsx";
import { PlayerKeys } from "./player-keys.tsx";
import { PlayerNotices } from "./player-notices.tsx";
import { Poster } from "./poster.tsx";
import { Timeline } from "./timeline.tsx";
import { type PlayerSource, usePlayer } from "./use-player.ts";

const STEP_S = 5;
const inside = (target: EventTarget | null, selector: string): boolean =>
  target instanceof HTMLElement && target.closest(selector) !== null;

/** Whether a key belongs to what has the focus: everything in fields, dialogs and menus, the space bar on what it presses. */
const isTaken = ({ key, target }: globalThis.KeyboardEvent): boolean =>
  inside(target, "input, textarea, select, [role=dialog], [role=menu], [role=radiogroup]") ||
  (key === " " && inside(target, "button, a, summary"));

/** Keys of the player; undefined for a key that is not one of its. */
function actionOf(key: string, player: Player): (() => void) | undefined {
  const { time } = player.state.getState();
  switch (key) {
    case " ":
      return player.toggle;
    case "ArrowLeft":
      return () => player.seek(time - STEP_S);
    case "ArrowRight":
      return () => player.seek(time + STEP_S);
    case "Home":
      return () => player.seek(0);
    case "End":
      return () => player.seek(Number.MAX_SAFE_INTEGER);
    case "[":
    case "]":
      return () => player.seekGap(key === "[" ? -1 : 1);
    case "<":
      return () => player.stepRate(-1);
    case ">":
      return () => player.stepRate(1);
    default:
      return undefined;
  }
}

export interface SessionPlayerProps extends PlayerSource {
  readonly width: number;
  readonly height: number;
  /** Address of a picture that stands there until something is played. */
  readonly poster?: string | undefined;
  /** Without the list of events and the keys. */
  readonly isSmall?: boolean;
  /** Called with the player when it is there, so that the page can point it at a moment. */
  readonly onPlayer?: (player: Player | undefined) => void;
}

/** Picture, controls and time line of one session. */
export function SessionPlayer({ width, height, poster, isSmall = false, onPlayer, ...source }: SessionPlayerProps) {
  const { i18n } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  const player = usePlayer(video, source);
  const [showsEvents, setShowsEvents] = useState(!isSmall);

  useEffect(() => onPlayer?.(player), [player, onPlayer]);

  useEffect(() => {
    if (!player) return undefined;
    function onKeyDown(event: globalThis.KeyboardEvent): void {
      if (!player || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      const action = actionOf(event.key, player);
      if (!action) return;
      event.preventDefault();
      action();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [player]);

  const toggleFullScreen = (): void => {
    void (document.fullscreenElement ? document.exitFullscreen() : whole.current?.requestFullscreen());
  };

  return (
    <div ref={whole} className={classes.player}>
      <div className={classes.stage} style={{ aspectRatio: `${width} / ${height}` }}>
        {/* A recording of a screen has no sound and no captions. The keyboard reaches it through the controls. */}
        <video
          ref={video}
          className={classes.video}
          playsInline
          muted
          aria-label={i18n.t("Picture of the recording")}
          onClick={() => player?.toggle()}
          onDoubleClick={toggleFullScreen}
          onKeyDown={(event: KeyboardEvent) => event.preventDefault()}
        />
        {player && poster !== undefined && <Poster player={player} address={poster} />}
        {player && <PlayerNotices player={player} />}
      </div>
      {player && (
        <Card p={14}>
          <PlayerControls
            player={player}
            onFullScreen={toggleFullScreen}
            showsEvents={showsEvents}
            onShowEvents={setShowsEvents}
          />
          <LiveFacts player={player} />
          <Timeline player={player} />
          {!isSmall && <PlayerKeys />}
          {showsEvents && <EventList player={player} />}
          <PlayerTrouble player={player} />
        </Card>
      )}
    </div>
  );
}

function PlayerTrouble({ player }: { readonly player: Player }) {
  const { i18n } = useLingui();
  const error = useStore(player.state, (state) => state.error);
  if (error === undefined) return null;
  return (
    <ErrorNotice
      error={error}
      title={i18n.t("The recording could not be fetched")}
      advice={i18n.t("Nothing is lost: it stays on the node. The player tries again by itself.")}
      onRetry={() => player.retry()}
    />
  );
}
