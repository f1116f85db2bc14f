import { useLingui } from "@lingui/react";
import { type AccountGroup, GroupId } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { FormDialog, useLengthWords, useTyped, useWrongField } from "../../shared/ui/index.ts";
import { useGroupActions } from "./use-group-actions.ts";

export interface NewGroupDialogProps {
  readonly onMade: (group: AccountGroup["group_id"]) => void;
  readonly onClose: () => void;
}

export function NewGroupDialog({ onMade, onClose }: NewGroupDialogProps) {
  const { i18n } = useLingui();
  const { create } = useGroupActions();
  const wrong = useWrongField(create.error);
  const [name, setName] = useTyped("name of a group", "");
  const [description, setDescription] = useTyped("description of a group", "");
  const nameLength = useLengthWords(name, 100);
  const descriptionLength = useLengthWords(description, 500);
  return (
    <FormDialog
      title={i18n.t("New group")}
      consequence={i18n.t("A group allows nothing by itself: policies say what its members may do.")}
      verb={i18n.t("Make the group")}
      failed={i18n.t("The group was not made")}
      isReady={name.trim() !== "" && nameLength.error === undefined && descriptionLength.error === undefined}
      isPending={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ name, description }, { onSuccess: ({ group_id }) => onMade(GroupId.parse(group_id)) })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        {...nameLength}
        error={nameLength.error ?? wrong("name")}
        data-autofocus
      />
      <TextInput
        label={i18n.t("Description")}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        {...descriptionLength}
        error={descriptionLength.error ?? wrong("description")}
      />
    </FormDialog>
  );
}
