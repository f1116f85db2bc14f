import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Loader, Stack, Text } from "@mantine/core";
import { type RefObject, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { toFailure } from "../../shared/api/failure.ts";
import type { Viewer } from "./create-viewer.ts";
import classes from "./live.module.css";

export interface ScreenProps {
  readonly session: Session;
  readonly viewer: Viewer;
  /** The element that goes full-screen. */
  readonly frame: RefObject<HTMLDivElement | null>;
}

/** The desktop, and over it whatever keeps one from using it. */
export function Screen({ session, viewer, frame }: ScreenProps) {
  const { i18n } = useLingui();
  const state = useStore(viewer.state);
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => (target.current ? viewer.attach(target.current) : undefined), [viewer]);
  return (
    <div ref={frame} className={classes.screen} style={{ aspectRatio: `${session.width} / ${session.height}` }}>
      <div
        ref={target}
        className={classes.target}
        role="application"
        aria-label={i18n.t("Desktop of {name}", { name: session.name })}
      />
      {state.kind === "connected" && (session.input_frozen || session.state === "paused") && (
        <div className={classes.banner} role="alert">
          {session.input_frozen
            ? i18n.t("Recording is interrupted, so mouse and keyboard are off until it is back.")
            : i18n.t("Paused: nothing is recorded until you resume. That there is a gap is proven.")}
        </div>
      )}
      {state.kind === "connecting" || state.kind === "lost" ? (
        <div className={classes.over} role="status">
          <Stack align="center" gap="xs">
            <Loader size="sm" color="#e8ebf0" />
            <Text c="#e8ebf0">
              {state.kind === "lost"
                ? i18n.t("The picture is lost. Connecting again; recording goes on.")
                : i18n.t("Connecting to the desktop")}
            </Text>
          </Stack>
        </div>
      ) : state.kind === "failed" ? (
        <div className={classes.over} role="alert">
          <Stack align="center" gap="xs">
            <Text c="#e8ebf0" fw={560}>
              {i18n.t("The desktop cannot be shown here")}
            </Text>
            <Text c="#b9bfc9">
              {toFailure(state.error).message} ({toFailure(state.error).code})
            </Text>
            <Button variant="white" color="dark" c="#16181d" onClick={viewer.retry}>
              {i18n.t("Connect again")}
            </Button>
          </Stack>
        </div>
      ) : null}
    </div>
  );
}
