import { useLingui } from "@lingui/react";
import type { EmergencyAction, EmergencyReach } from "@lucid/contract";
import { Text, TextInput } from "@mantine/core";
import { FormDialog, useLengthWords, useTyped, useWrongField, WholeNumberInput } from "../../shared/ui/index.ts";
import { actionName, effectWords } from "./emergency-words.ts";
import type { UseEmergency } from "./use-emergency.ts";

/** How long each lasts: usual and longest, as the contract has them. */
const MINUTES: Partial<Record<EmergencyAction, { readonly usual: number; readonly most: number }>> = {
  lockdown_system: { usual: 60, most: 1_440 },
  disable_new_sessions: { usual: 720, most: 720 },
};
const DELAY_S = { usual: 30, most: 300 };
const WITH_APPROVAL: ReadonlySet<EmergencyAction> = new Set(["lockdown_system", "stop_all_sessions", "system_shutdown"]);

export interface AskDialogProps {
  readonly action: EmergencyAction;
  readonly reach: EmergencyReach;
  readonly emergency: UseEmergency;
  readonly onClose: () => void;
}

/** Says once more what will happen and to whom, and asks for the reason. */
export function AskDialog({ action, reach, emergency, onClose }: AskDialogProps) {
  const { i18n } = useLingui();
  const [reason, setReason] = useTyped(`reason to ${action}`, "");
  const minutes = MINUTES[action];
  const [lasts, setLasts] = useTyped(`length of ${action}`, minutes?.usual ?? DELAY_S.usual);
  const asking = {
    lockdown_system: emergency.lockdown,
    stop_all_sessions: emergency.stopSessions,
    disable_new_sessions: emergency.disableSessions,
    enable_new_sessions: emergency.enableSessions,
    system_shutdown: emergency.shutdown,
    data_backup: emergency.backup,
  }[action];
  const wrong = useWrongField(asking.error);
  const length = useLengthWords(reason, 500);
  const waits = WITH_APPROVAL.has(action) && reach.approval === "second_person";

  function ask(): void {
    const done = { onSuccess: onClose };
    if (action === "lockdown_system") emergency.lockdown.mutate({ reason, duration_minutes: lasts }, done);
    else if (action === "stop_all_sessions") emergency.stopSessions.mutate({ reason }, done);
    else if (action === "disable_new_sessions") emergency.disableSessions.mutate({ reason, duration_minutes: lasts }, done);
    else if (action === "data_backup") emergency.backup.mutate({ reason }, done);
    else if (action === "enable_new_sessions") emergency.enableSessions.mutate({ reason }, done);
    else emergency.shutdown.mutate({ reason, delay_seconds: lasts }, done);
  }

  return (
    <FormDialog
      title={actionName(action, i18n)}
      consequence={effectWords(action, reach, i18n)}
      verb={waits ? i18n.t("Ask for approval") : actionName(action, i18n)}
      weight={action === "enable_new_sessions" || action === "data_backup" ? undefined : "dangerous"}
      failed={i18n.t("It was not begun")}
      isReady={reason.trim() !== "" && length.error === undefined}
      isPending={asking.isPending}
      error={asking.error}
      onSubmit={ask}
      onClose={onClose}
    >
      {waits && <Text>{i18n.t("It begins when another super admin approves it; after 15 minutes the request lapses.")}</Text>}
      <TextInput
        label={i18n.t("Reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...length}
        description={length.description ?? i18n.t("Everybody whom it concerns reads it, and it stands in the audit log.")}
        error={length.error ?? wrong("reason")}
        required
        data-autofocus
      />
      {minutes && (
        <WholeNumberInput
          label={i18n.t("Ends by itself after, in minutes")}
          min={1}
          max={minutes.most}
          value={lasts}
          onChange={setLasts}
          error={wrong("duration_minutes")}
        />
      )}
      {action === "system_shutdown" && (
        <WholeNumberInput
          label={i18n.t("Waits before it stops, in seconds")}
          description={i18n.t("It can be lifted until then.")}
          min={0}
          max={DELAY_S.most}
          value={lasts}
          onChange={setLasts}
          error={wrong("delay_seconds")}
        />
      )}
    </FormDialog>
  );
}
