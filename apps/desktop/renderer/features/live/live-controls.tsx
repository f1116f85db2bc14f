import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { StopDialog } from "../sessions/index.ts";
import classes from "./live.module.css";
import { PauseDialog } from "./pause-dialog.tsx";

export interface LiveControlsProps {
  readonly session: Session;
  readonly onFailed: (error: unknown) => void;
}

/** Pause, resume, end. None of them is in the accent's colour, which says that something is proven. */
export function LiveControls({ session, onFailed }: LiveControlsProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [asking, setAsking] = useState<"pause" | "stop">();
  const resume = useMutation(queries.sessions.resume.mutationOptions({ onError: onFailed }));

  return (
    <>
      {session.state === "paused" ? (
        <Button
          className={classes.act}
          variant="default"
          leftSection={<IconPlayerPlay size={16} />}
          loading={resume.isPending}
          onClick={() => resume.mutate({ session_id: session.session_id })}
        >
          {i18n.t("Resume")}
        </Button>
      ) : (
        <Button
          className={classes.act}
          variant="default"
          leftSection={<IconPlayerPause size={16} />}
          onClick={() => setAsking("pause")}
        >
          {i18n.t("Pause")}
        </Button>
      )}
      <Button
        className={classes.act}
        variant="default"
        leftSection={<IconPlayerStop size={16} />}
        onClick={() => setAsking("stop")}
      >
        {i18n.t("End and seal")}
      </Button>
      {asking === "pause" && <PauseDialog session={session} onClose={() => setAsking(undefined)} />}
      {asking === "stop" && <StopDialog session={session} onClose={() => setAsking(undefined)} />}
    </>
  );
}
