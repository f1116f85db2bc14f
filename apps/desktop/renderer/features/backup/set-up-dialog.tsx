import { useLingui } from "@lingui/react";
import type { BackupsState } from "@lucid/contract";
import { Checkbox, Text, Textarea, TextInput } from "@mantine/core";
import { FormDialog, useTyped, useWrongField, WholeNumberInput } from "../../shared/ui/index.ts";
import type { UseBackups } from "./use-backups.ts";

export interface SetUpDialogProps {
  readonly state: BackupsState;
  readonly setUp: UseBackups["setUp"];
  readonly onClose: () => void;
}

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Where backups go, who can open them, and when they are made. */
export function SetUpDialog({ state, setUp, onClose }: SetUpDialogProps) {
  const { i18n } = useLingui();
  const [folder, setFolder] = useTyped("folder of backups", state.folder ?? "");
  const [recipients, setRecipients] = useTyped("recipients of backups", state.recipients.join("\n"));
  const [at, setAt] = useTyped("time of backups", state.at ?? "");
  const [keep, setKeep] = useTyped("backups that are kept", state.keep);
  const [recordings, setRecordings] = useTyped("recordings in backups", state.with_recordings);
  const wrong = useWrongField(setUp.error);

  function save(): void {
    const settings = {
      ...{ backup_folder: folder.trim(), backup_recipients: listOf(recipients), backup_at: at.trim() },
      ...{ backup_keep: keep, backup_recordings: recordings },
    };
    setUp.mutate({ settings }, { onSuccess: onClose });
  }

  return (
    <FormDialog
      title={i18n.t("Set up backups")}
      verb={i18n.t("Set it up so")}
      failed={i18n.t("The settings were not changed")}
      isPending={setUp.isPending}
      error={setUp.error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Folder")}
        description={i18n.t("On the node's machine, outside of its data folder, best on another disk.")}
        placeholder="/mnt/backups"
        value={folder}
        onChange={(event) => setFolder(event.currentTarget.value)}
        data-autofocus
        error={wrong("settings.backup_folder")}
      />
      <Textarea
        label={i18n.t("Recipients")}
        description={i18n.t(
          "age1..., one on each line. “lucid backup identity” makes one; keep its file off the node. Backups of before stay encrypted to who they were made for.",
        )}
        autosize
        minRows={2}
        value={recipients}
        onChange={(event) => setRecipients(event.currentTarget.value)}
        error={wrong("settings.backup_recipients")}
      />
      <TextInput
        label={i18n.t("Each day at")}
        description={i18n.t(
          "By the node's clock, such as 02:30; one that was missed is made up for. Empty: only when somebody asks.",
        )}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
        error={wrong("settings.backup_at")}
      />
      <WholeNumberInput
        label={i18n.t("How many are kept")}
        description={i18n.t("Older ones go after a newer one was read back.")}
        min={1}
        max={1_000}
        value={keep}
        onChange={setKeep}
        error={wrong("settings.backup_keep")}
      />
      <Checkbox
        label={i18n.t("With the sealed recordings, by far the largest part")}
        checked={recordings}
        onChange={(event) => setRecordings(event.currentTarget.checked)}
      />
      <Text c="dimmed" size="sm">
        {i18n.t("Whoever opens a backup has the keys of this node. That holds for everybody whom you name as a recipient.")}
      </Text>
    </FormDialog>
  );
}
