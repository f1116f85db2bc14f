import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { List, Text, TextInput } from "@mantine/core";
import { formatBytes, formatCount } from "../../shared/format/index.ts";
import { FormDialog, useLengthWords, useTyped, useWrongField } from "../../shared/ui/index.ts";
import { useSessionActions } from "./use-sessions.ts";

/** Names what goes, what stays, and asks for a reason that enters the receipt. */
export function DeleteDialog({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { remove } = useSessionActions();
  const wrong = useWrongField(remove.error);
  const [reason, setReason] = useTyped(`reason to delete ${session.session_id}`, "");
  const length = useLengthWords(reason, 500);

  return (
    <FormDialog
      title={i18n.t("Delete “{name}”?", { name: session.name })}
      keep={i18n.t("Keep it")}
      verb={i18n.t("Delete the recording")}
      weight="dangerous"
      failed={i18n.t("The session was not deleted")}
      isReady={length.error === undefined}
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ session_id: session.session_id, reason }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <div>
        <Text fw={560}>{i18n.t("What is deleted, for good")}</Text>
        <List c="dimmed">
          <List.Item>
            {i18n.t("{count, plural, one {# chunk} other {{shown} chunks}} of recording, {size}, on this node", {
              count: session.chunk_count,
              shown: formatCount(session.chunk_count),
              size: formatBytes(session.size_bytes, i18n.locale),
            })}
          </List.Item>
          <List.Item>{i18n.t("the wrapped key that opens it")}</List.Item>
        </List>
      </div>
      <div>
        <Text fw={560}>{i18n.t("What stays")}</Text>
        <List c="dimmed">
          <List.Item>{i18n.t("its proof on the chain: that it existed, and its fingerprint")}</List.Item>
          <List.Item>{i18n.t("a receipt of the deletion, signed by this node")}</List.Item>
          <List.Item>{i18n.t("bundles that were exported before: nobody can call those back")}</List.Item>
        </List>
      </div>
      <TextInput
        label={i18n.t("Reason, for the receipt")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...length}
        error={length.error ?? wrong("reason")}
        data-autofocus
      />
    </FormDialog>
  );
}
