import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  IconClipboardCopy,
  IconClipboardText,
  IconMaximize,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";
import { StopDialog } from "../sessions/index.ts";
import type { Viewer } from "./create-viewer.ts";
import { PauseDialog } from "./pause-dialog.tsx";

export interface LiveControlsProps {
  readonly session: Session;
  readonly onFullScreen: () => void;
  readonly viewer: Viewer;
}

export function LiveControls({ session, onFullScreen, viewer }: LiveControlsProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [asking, setAsking] = useState<"pause" | "stop">();
  const resume = useMutation(queries.sessions.resume.mutationOptions());
  const paste = useMutation({
    mutationFn: () => navigator.clipboard.readText(),
    onSuccess: viewer.paste,
  });
  const copied = useStore(viewer.copied, ({ text }) => text);
  const copy = useMutation({ mutationFn: () => navigator.clipboard.writeText(copied) });
  const failed = resume.error ?? paste.error ?? copy.error;
  const { host_to_remote: mayPaste, remote_to_host: mayCopy } = session.policy.clipboard;

  return (
    <>
      {mayCopy && (
        <Tooltip label={i18n.t("Take over what was copied in the desktop")}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={i18n.t("Take over what was copied in the desktop")}
            disabled={copied === ""}
            onClick={() => copy.mutate()}
          >
            <IconClipboardCopy size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      {mayPaste && (
        <Tooltip label={i18n.t("Put this computer's clipboard into the desktop")}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={i18n.t("Put this computer's clipboard into the desktop")}
            onClick={() => paste.mutate()}
          >
            <IconClipboardText size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={i18n.t("Full screen")}>
        <ActionIcon variant="default" size={36} aria-label={i18n.t("Full screen")} onClick={onFullScreen}>
          <IconMaximize size={18} />
        </ActionIcon>
      </Tooltip>
      {session.state === "paused" ? (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} />}
          loading={resume.isPending}
          onClick={() => resume.mutate({ session_id: session.session_id })}
        >
          {i18n.t("Resume")}
        </Button>
      ) : (
        <Button variant="default" leftSection={<IconPlayerPause size={16} />} onClick={() => setAsking("pause")}>
          {i18n.t("Pause")}
        </Button>
      )}
      <Button leftSection={<IconPlayerStop size={16} />} onClick={() => setAsking("stop")}>
        {i18n.t("End and seal")}
      </Button>
      {failed && <ErrorNotice error={failed} title={i18n.t("That did not work")} />}
      {asking === "pause" && <PauseDialog session={session} onClose={() => setAsking(undefined)} />}
      {asking === "stop" && <StopDialog session={session} onClose={() => setAsking(undefined)} />}
    </>
  );
}
