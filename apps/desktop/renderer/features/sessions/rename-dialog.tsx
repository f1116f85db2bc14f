import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { Dialog, ErrorNotice } from "../../shared/ui/index.ts";
import { useUpdateSession } from "./use-update-session.ts";

/** Changes name and description. They are not part of the proof. */
export function RenameDialog({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const update = useUpdateSession();
  const [name, setName] = useState(session.name);
  const [description, setDescription] = useState(session.description);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    update.mutate({ session_id: session.session_id, name, description }, { onSuccess: onClose });
  }

  return (
    <Dialog onClose={onClose} title={i18n.t("Name and description")}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={i18n.t("Name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={255}
            required
            data-autofocus
          />
          <Textarea
            label={i18n.t("Description")}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
            maxLength={1_000}
            autosize
            minRows={2}
          />
          <Text c="dimmed" size="sm">
            {i18n.t("Both are notes on this node. They are not part of the recording or its proof.")}
          </Text>
          {update.error && <ErrorNotice error={update.error} title={i18n.t("The session could not be changed")} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {i18n.t("Cancel")}
            </Button>
            <Button type="submit" loading={update.isPending} disabled={name.trim() === ""}>
              {i18n.t("Save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
