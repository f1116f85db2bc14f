import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group } from "@mantine/core";
import type { RowActions } from "./session-table.tsx";

export interface DraftActionsProps extends Pick<RowActions, "onStart" | "onChange" | "onCancel" | "starting"> {
  readonly draft: Session;
}

/** What can be done with a draft, where it stands. */
export function DraftActions({ draft, onStart, onChange, onCancel, starting }: DraftActionsProps) {
  const { i18n } = useLingui();
  const actions = [
    { label: i18n.t("Start recording"), act: onStart, isBusy: starting === draft.session_id, isOff: starting !== undefined },
    { label: i18n.t("Change"), act: onChange },
    { label: i18n.t("Give up"), act: onCancel },
  ];
  return (
    <Group gap={8} justify="flex-end" wrap="wrap">
      {actions.map(({ label, act, isBusy = false, isOff = false }) => (
        <Button
          key={label}
          size="compact-sm"
          variant="default"
          loading={isBusy}
          disabled={isOff}
          onClick={() => act(draft)}
          aria-label={`${label}: ${draft.name}`}
        >
          {label}
        </Button>
      ))}
    </Group>
  );
}
