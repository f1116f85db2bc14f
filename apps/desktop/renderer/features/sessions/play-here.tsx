import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { SessionPicture } from "../recording/index.ts";
import classes from "./sessions.module.css";

export interface PlayHereProps {
  readonly session: Session;
  readonly isOpen: boolean;
  readonly onOpen: (on: boolean) => void;
}

/** Whether there is something of it to play. */
export const canPlay = ({ started_at, chunk_count, state }: Session): boolean =>
  started_at !== null && chunk_count > 0 && state !== "deleted";

/** The picture of a session, which plays the recording where it stands. */
export function PlayHere({ session, isOpen, onOpen }: PlayHereProps) {
  const { i18n } = useLingui();
  if (!canPlay(session)) return <span className={classes.noPicture} />;
  return (
    <Tooltip label={i18n.t("Play here (Space)")} openDelay={400}>
      <UnstyledButton
        className={classes.playHere}
        aria-label={i18n.t("Play {name} here", { name: session.name })}
        aria-expanded={isOpen}
        onClick={() => onOpen(!isOpen)}
      >
        <SessionPicture session={session} />
        <IconPlayerPlayFilled className={classes.playMark} size={16} aria-hidden />
      </UnstyledButton>
    </Tooltip>
  );
}
