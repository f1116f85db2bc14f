import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconPencil, IconPlayerStop, IconScreenShare, IconShieldCheck, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

export interface RowMenuProps {
  readonly session: Session;
  readonly onStop: () => void;
  readonly onChange: () => void;
  readonly onDelete: () => void;
}

const SIZE = 16;

/** What can be done to one session of the list. */
export function RowMenu({ session, onStop, onChange, onDelete }: RowMenuProps) {
  const { i18n } = useLingui();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={i18n.t("Actions for {name}", { name: session.name })}>
          <IconDots size={SIZE} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isOpen(session) && (
          <>
            <Menu.Item
              leftSection={<IconScreenShare size={SIZE} />}
              renderRoot={(props) => <Link to="/sessions/$id/live" params={{ id: session.session_id }} {...props} />}
            >
              {i18n.t("Open the desktop")}
            </Menu.Item>
            <Menu.Item leftSection={<IconPlayerStop size={SIZE} />} onClick={onStop}>
              {i18n.t("End and seal")}
            </Menu.Item>
          </>
        )}
        <Menu.Item
          leftSection={<IconShieldCheck size={SIZE} />}
          renderRoot={(props) => <Link to="/sessions/$id" params={{ id: session.session_id }} {...props} />}
        >
          {i18n.t("Record and proof")}
        </Menu.Item>
        {session.state !== "deleted" && (
          <Menu.Item leftSection={<IconPencil size={SIZE} />} onClick={onChange}>
            {i18n.t("Name and description")}
          </Menu.Item>
        )}
        {!isOpen(session) && session.state !== "deleted" && (
          <Menu.Item
            c="var(--mantine-color-error)"
            leftSection={<IconTrash size={SIZE} />}
            onClick={onDelete}
            disabled={session.legal_hold}
          >
            {session.legal_hold ? i18n.t("Delete (under legal hold)") : i18n.t("Delete")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
