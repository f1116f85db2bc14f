import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Dialog, ErrorNotice, useLengthWords, useWrongField } from "../../shared/ui/index.ts";

/** Asks why: the reason becomes part of the record. */
export function PauseDialog({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [reason, setReason] = useState("");
  const length = useLengthWords(reason, 500);
  const pause = useMutation(queries.sessions.pause.mutationOptions({ onSuccess: onClose }));
  const wrong = useWrongField(pause.error);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    pause.mutate({ session_id: session.session_id, reason: reason.trim() });
  }

  return (
    <Dialog onClose={onClose} title={i18n.t("Pause the recording?")}>
      <form onSubmit={submit}>
        <Stack>
          <Text>
            {i18n.t(
              "The desktop stays open, but nothing is recorded until you resume. The gap, its length and your reason are proven with the rest.",
            )}
          </Text>
          <TextInput
            label={i18n.t("Reason")}
            placeholder={i18n.t("password change")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            {...length}
            error={length.error ?? wrong("reason")}
            required
            data-autofocus
          />
          {pause.error && <ErrorNotice error={pause.error} title={i18n.t("The recording was not paused")} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {i18n.t("Go on recording")}
            </Button>
            <Button
              type="submit"
              color="gray"
              loading={pause.isPending}
              disabled={reason.trim() === "" || length.error !== undefined}
            >
              {i18n.t("Pause")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
