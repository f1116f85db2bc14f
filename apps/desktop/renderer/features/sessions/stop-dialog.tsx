import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group, Stack, Text } from "@mantine/core";
import { Dialog, ErrorNotice, LeaveButton } from "../../shared/ui/index.ts";
import { useSessionActions } from "./use-sessions.ts";

export interface StopDialogProps {
  readonly session: Session;
  readonly onClose: () => void;
}

/** Asks once before a desktop and everything open in it goes away. */
export function StopDialog({ session, onClose }: StopDialogProps) {
  const { i18n } = useLingui();
  const { stop } = useSessionActions();
  return (
    <Dialog onClose={onClose} title={i18n.t("End “{name}”?", { name: session.name })}>
      <Stack>
        <Text>
          {i18n.t("Everyone is disconnected and the programs in the desktop are closed; what is not saved elsewhere is gone.")}
        </Text>
        <Text c="dimmed">{i18n.t("The record is sealed and anchored. It cannot be continued, only watched and proven.")}</Text>
        {stop.error && <ErrorNotice error={stop.error} title={i18n.t("The session could not be ended")} />}
        <Group justify="flex-end">
          <LeaveButton data-autofocus>{i18n.t("Go on recording")}</LeaveButton>
          <Button
            loading={stop.isPending}
            onClick={() => stop.mutate({ session_id: session.session_id }, { onSuccess: onClose })}
          >
            {i18n.t("End and seal")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
