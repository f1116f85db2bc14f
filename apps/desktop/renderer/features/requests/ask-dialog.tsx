import { useLingui } from "@lingui/react";
import type { PolicyAction, SessionId } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useLengthWords, useTyped, WholeNumberInput } from "../../shared/ui/index.ts";
import { actionNames } from "../policies/index.ts";

export interface AskDialogProps {
  readonly policyId: string;
  /** Missing where it is that of a session that runs. */
  readonly policyName?: string;
  readonly action: PolicyAction;
  /** The only one that it is for, where that runs already. */
  readonly session?: SessionId;
  /** It was asked for; without it, the person is led to the request. */
  readonly onAsked?: () => void;
  readonly onClose: () => void;
}

const USUAL_MINUTES = 30;

/** Asks for what a policy wants somebody to allow first. */
export function AskDialog({ policyId, policyName, action, session, onAsked, onClose }: AskDialogProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [reason, setReason] = useTyped(`reason to ask for ${action} of ${policyId}`, "");
  const [minutes, setMinutes] = useTyped(`minutes of ${action} of ${policyId}`, USUAL_MINUTES);
  const length = useLengthWords(reason, 500);
  const ask = useMutation(
    queries.accessRequests.ask.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: queries.accessRequests.key() }),
      onSuccess({ request_id }) {
        if (onAsked) onAsked();
        else void navigate({ to: "/requests", search: { id: request_id } });
      },
    }),
  );
  return (
    <FormDialog
      title={i18n.t("Ask to {what}", { what: actionNames(i18n)[action] })}
      consequence={
        policyName === undefined
          ? i18n.t(
              "The policy of this session wants somebody who manages policies to allow it. They find your request on their first page.",
            )
          : i18n.t("“{policy}” wants somebody who manages policies to allow it. They find your request on their first page.", {
              policy: policyName,
            })
      }
      verb={i18n.t("Ask")}
      failed={i18n.t("It was not asked for")}
      isReady={reason.trim() !== "" && length.error === undefined}
      isPending={ask.isPending}
      error={ask.error}
      onSubmit={() => ask.mutate({ policy_id: policyId, action, reason, minutes, ...(session && { session_id: session }) })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...length}
        required
        data-autofocus
      />
      <WholeNumberInput label={i18n.t("For how many minutes")} min={1} max={1_440} value={minutes} onChange={setMinutes} />
    </FormDialog>
  );
}
