import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconLock, IconLockOpen, IconPencil, IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

export type Asking = "verify" | "export" | "rename" | "delete" | "stop";

export interface SessionActionsProps {
  readonly session: Session;
  readonly onAsk: (what: Asking) => void;
  readonly onHold: (on: boolean) => void;
}

const SIZE = 16;

/** What can be done with a session, at the right of its name. */
export function SessionActions({ session, onAsk, onHold }: SessionActionsProps) {
  const { i18n } = useLingui();
  const running = isOpen(session);
  const isDeleted = session.state === "deleted";
  return (
    <>
      {running && (
        <Button renderRoot={(props) => <Link to="/sessions/$id/live" params={{ id: session.session_id }} {...props} />}>
          {i18n.t("Open the desktop")}
        </Button>
      )}
      {!isDeleted && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={i18n.t("More actions")}>
              <IconDots size={SIZE} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={SIZE} />} onClick={() => onAsk("rename")}>
              {i18n.t("Name and description")}
            </Menu.Item>
            <Menu.Item
              leftSection={session.legal_hold ? <IconLockOpen size={SIZE} /> : <IconLock size={SIZE} />}
              onClick={() => onHold(!session.legal_hold)}
            >
              {session.legal_hold ? i18n.t("End the legal hold") : i18n.t("Put under legal hold")}
            </Menu.Item>
            {running ? (
              <Menu.Item leftSection={<IconPlayerStop size={SIZE} />} onClick={() => onAsk("stop")}>
                {i18n.t("End and seal")}
              </Menu.Item>
            ) : (
              <Menu.Item
                c="var(--mantine-color-error)"
                leftSection={<IconTrash size={SIZE} />}
                disabled={session.legal_hold}
                onClick={() => onAsk("delete")}
              >
                {session.legal_hold ? i18n.t("Delete (under legal hold)") : i18n.t("Delete")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
