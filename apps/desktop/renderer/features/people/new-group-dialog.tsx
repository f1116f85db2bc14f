import { useLingui } from "@lingui/react";
import { type AccountGroup, GroupId } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { FormDialog, useWrongField } from "../../shared/ui/index.ts";
import { useGroupActions } from "./use-group-actions.ts";

export interface NewGroupDialogProps {
  readonly onMade: (group: AccountGroup["group_id"]) => void;
  readonly onClose: () => void;
}

export function NewGroupDialog({ onMade, onClose }: NewGroupDialogProps) {
  const { i18n } = useLingui();
  const { create } = useGroupActions();
  const wrong = useWrongField(create.error);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  return (
    <FormDialog
      title={i18n.t("New group")}
      consequence={i18n.t("A group allows nothing by itself: policies say what its members may do.")}
      verb={i18n.t("Make the group")}
      failed={i18n.t("The group was not made")}
      isReady={name.trim() !== ""}
      isPending={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ name, description }, { onSuccess: ({ group_id }) => onMade(GroupId.parse(group_id)) })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={wrong("name")}
        data-autofocus
      />
      <TextInput
        label={i18n.t("Description")}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        error={wrong("description")}
      />
    </FormDialog>
  );
}
