import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { ActionIcon, Kbd } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useCallback, useEffect, useEffectEvent, useRef } from "react";
import type { Player } from "../player/index.ts";
import classes from "./recording.module.css";
import { RecordingPanel } from "./recording-panel.tsx";
import { useChunks, useRecording } from "./use-chunks.ts";
import { useDataKey } from "./use-data-key.ts";

export interface QuickLookProps {
  readonly session: Session;
  readonly onClose: () => void;
}

/** A menu or dialog that is open closes first. */
const isInside = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("[role=menu], [role=dialog], [aria-haspopup][aria-expanded=true]") !== null;

/** Plays a recording in place: takes the focus, and gives it back to whoever opened it with Escape. */
export function QuickLook({ session, onClose }: QuickLookProps) {
  const { i18n } = useLingui();
  const whole = useRef<HTMLElement>(null);
  const list = useChunks(session.session_id, session.chunk_count);
  const recording = useRecording(session, list.chunks);
  const dataKey = useDataKey(session.session_id, session.state !== "deleted" && session.chunk_count > 0);

  // Once more when it was unlocked: what had the focus before is gone then.
  const isUnlocked = dataKey.kind === "open";
  useEffect(() => {
    if (!isUnlocked || document.activeElement === document.body) whole.current?.focus();
  }, [isUnlocked]);
  const play = useCallback((player: Player | undefined): void => {
    if (player && !player.state.getState().playing) player.toggle();
  }, []);

  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || isInside(event.target) || document.fullscreenElement) return;
    event.preventDefault();
    onClose();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <section
      ref={whole}
      className={classes.quickLook}
      tabIndex={-1}
      aria-label={i18n.t("{name}, played here", { name: session.name })}
    >
      <div className={classes.quickLookHead}>
        <span data-for-keyboard>
          <Kbd size="xs">{i18n.t("Space")}</Kbd> {i18n.t("play, pause")} <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd>{" "}
          {i18n.t("session before, after")} <Kbd size="xs">Esc</Kbd> {i18n.t("close")}
        </span>
        <Link to="/sessions/$id" params={{ id: session.session_id }}>
          {i18n.t("Record and proof")}
        </Link>
        <ActionIcon variant="subtle" color="gray" aria-label={i18n.t("Close")} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <RecordingPanel session={session} list={list} recording={recording} dataKey={dataKey} onPlayer={play} isSmall />
    </section>
  );
}
