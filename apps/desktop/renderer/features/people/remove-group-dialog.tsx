import { useLingui } from "@lingui/react";
import type { AccountGroup } from "@lucid/contract";
import { FormDialog } from "../../shared/ui/index.ts";
import { useGroupActions } from "./use-group-actions.ts";

export interface RemoveGroupDialogProps {
  readonly group: AccountGroup;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

export function RemoveGroupDialog({ group, onRemoved, onClose }: RemoveGroupDialogProps) {
  const { i18n } = useLingui();
  const { remove } = useGroupActions();
  return (
    <FormDialog
      title={i18n.t("Remove the group “{name}”?", { name: group.name })}
      consequence={i18n.t("Who is in it stays. A group that rules of the node’s policies name cannot be removed.")}
      verb={i18n.t("Remove the group")}
      weight="dangerous"
      failed={i18n.t("The group was not removed")}
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ group_id: group.group_id }, { onSuccess: onRemoved })}
      onClose={onClose}
    />
  );
}
