import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Kbd, Loader, Stack, Text, VisuallyHidden } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { connection } from "../../shared/api/connection.ts";
import { isPassing, toFailure } from "../../shared/api/failure.ts";
import { wordsOfFailure } from "../../shared/text/errors/error-words.ts";
import { Mark } from "../../shared/ui/index.ts";
import { AskForIt } from "../requests/index.ts";
import type { Viewer, ViewerState } from "./create-viewer.ts";
import { createLeaveChord } from "./leave-chord.ts";
import classes from "./live.module.css";

export interface ScreenProps {
  readonly session: Session;
  readonly viewer: Viewer;
  /** Whether mouse and keys may reach the desktop now. */
  readonly mayTouch: boolean;
  /** Whether a policy holds keys back, as is said above. */
  readonly areKeysHeld: boolean;
  /** Takes the focus when a person leaves the desktop with the chord. */
  readonly onLeave: () => void;
  /** Keys or the mouse were used where the session's terms rule them out. */
  readonly onTried: (action: "type" | "point") => void;
  /** At the right of the line under the picture. */
  readonly children: ReactNode;
}

/** The desktop, over it whatever keeps one from seeing it, and under it where keys go and how they come back. */
export function Screen({ session, viewer, mayTouch, areKeysHeld, onLeave, onTried, children }: ScreenProps) {
  const { i18n } = useLingui();
  const state = useStore(viewer.state);
  const target = useRef<HTMLDivElement>(null);
  const [chord] = useState(createLeaveChord);
  const [isFocused, setFocused] = useState(false);
  useEffect(() => (target.current ? viewer.attach(target.current) : undefined), [viewer]);
  // Whether a connection that says nothing still is one comes out only when the node is heard again.
  const isHeard = useStore(connection, ({ state }) => state !== "down");
  const { keyboard, mouse } = session.policy.input;
  const mayType = mayTouch && keyboard && state.kind === "connected";
  const takesKeys = isFocused && mayType && isHeard;

  function watch(event: KeyboardEvent): void {
    if (chord(event)) onLeave();
  }
  const leave = i18n.t("Ctrl + Alt + Shift leaves it.");
  const whereKeysGo = areKeysHeld ? i18n.t("Keys do not go to the desktop.") : i18n.t("Keys go to the desktop.");

  return (
    <>
      <div
        className={classes.screen}
        data-keys={takesKeys || undefined}
        style={{ aspectRatio: `${session.width} / ${session.height}` }}
      >
        {/* The library's canvas lies in it. Tab reaches the desktop without falling into it: Enter goes in. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <div
          ref={target}
          className={classes.target}
          role="application"
          tabIndex={0}
          aria-label={i18n.t("Desktop of {name}", { name: session.name })}
          aria-describedby="where-keys-go"
          onFocus={({ target, currentTarget }) => setFocused(target !== currentTarget)}
          onBlur={() => setFocused(false)}
          onKeyDownCapture={watch}
          onKeyUpCapture={watch}
          onKeyDown={({ key, target, currentTarget }) => {
            if (target !== currentTarget) return;
            if (!keyboard && (key === "Enter" || key.length === 1)) onTried("type");
            else if (key === "Enter") viewer.focus();
          }}
          onPointerDownCapture={({ currentTarget }) => {
            if (keyboard) return;
            // Keys typed next come here, and not to the desktop.
            currentTarget.focus();
            if (!mouse) onTried("point");
          }}
        />
        <Missing state={state} session={session} />
      </div>
      <footer className={classes.foot}>
        <span id="where-keys-go" className={classes.keys}>
          {takesKeys ? (
            <>
              <Mark tone="quiet" />
              <strong>{whereKeysGo}</strong> <Chord />
            </>
          ) : mayType && !isHeard ? (
            i18n.t("The node does not answer: keys may not reach the desktop.")
          ) : mayType ? (
            i18n.t("To type into the desktop, click it, or press Enter on it.")
          ) : (
            i18n.t("Keys do not go to the desktop.")
          )}
        </span>
        {children}
      </footer>
      <VisuallyHidden role="status">{takesKeys ? `${whereKeysGo} ${leave}` : ""}</VisuallyHidden>
    </>
  );
}

function Chord() {
  const { i18n } = useLingui();
  return (
    <span>
      <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Alt</Kbd> <Kbd size="xs">Shift</Kbd> {i18n.t("gives them back")}
    </span>
  );
}

function Missing({ state, session }: { readonly state: ViewerState; readonly session: Session }) {
  const { i18n } = useLingui();
  if (state.kind === "connected") return null;
  const { error } = state.kind === "lost" ? state : {};
  const isRefused = error !== undefined && !isPassing(error);
  return (
    <div className={classes.over} role="status">
      <Stack align="center" gap="xs">
        <Loader size="sm" color="#e8ebf0" />
        <Text c="#e8ebf0">
          {isRefused
            ? i18n.t("The desktop cannot be shown. Trying again.")
            : state.kind === "lost"
              ? i18n.t("The picture is lost. Connecting again.")
              : i18n.t("Connecting to the desktop")}
        </Text>
        {isRefused && (
          <Text c="#b9bfc9">
            {wordsOfFailure(toFailure(error), i18n).what} ({toFailure(error).code})
          </Text>
        )}
        {isRefused && <AskForIt error={error} session={session} />}
      </Stack>
    </div>
  );
}
