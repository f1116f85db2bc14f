import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useLengthWords, useTyped, useWrongField } from "../../shared/ui/index.ts";

/** Asks why: the reason becomes part of the record. */
export function PauseDialog({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [reason, setReason] = useTyped(`reason to pause ${session.session_id}`, "");
  const length = useLengthWords(reason, 500);
  const pause = useMutation(queries.sessions.pause.mutationOptions({ onSuccess: onClose }));
  const wrong = useWrongField(pause.error);

  return (
    <FormDialog
      title={i18n.t("Pause the recording?")}
      consequence={i18n.t(
        "The desktop stays open, but nothing is recorded until you resume. The gap, its length and your reason are proven with the rest.",
      )}
      keep={i18n.t("Go on recording")}
      verb={i18n.t("Pause")}
      weight="quiet"
      failed={i18n.t("The recording was not paused")}
      isReady={reason.trim() !== "" && length.error === undefined}
      isPending={pause.isPending}
      error={pause.error}
      onSubmit={() => pause.mutate({ session_id: session.session_id, reason: reason.trim() })}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
