import { useLingui } from "@lingui/react";
import type { Person } from "@lucid/contract";
import { Textarea } from "@mantine/core";
import { FormDialog, useLengthWords, useTyped, useWrongField } from "../../shared/ui/index.ts";
import { SuspensionFields, suspensionOf, USUAL_TERMS } from "./suspension-fields.tsx";
import { useAccountName } from "./use-account-name.ts";
import { usePersonActions } from "./use-person-actions.ts";

/** Keeps somebody out, for a reason and a time. */
export function SuspendDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { suspend } = usePersonActions();
  const wrong = useWrongField(suspend.error);
  const [reason, setReason] = useTyped(`reason to suspend ${person.user_id}`, "");
  const [terms, setTerms] = useTyped(`terms to suspend ${person.user_id}`, USUAL_TERMS);
  const length = useLengthWords(reason, 500);
  const suspension = suspensionOf(terms);
  return (
    <FormDialog
      title={i18n.t("Suspend {name}?", { name: useAccountName()(person) })}
      consequence={i18n.t(
        "All logins of this account end at once, every connection to its desktops is cut, and nobody gets in with it until the time is over or somebody lifts it. {count, plural, =0 {No session of it runs now.} one {# session of it runs now.} other {# sessions of it run now.}} Recordings stay.",
        { count: person.sessions.open },
      )}
      verb={i18n.t("Suspend")}
      weight="dangerous"
      failed={i18n.t("The account was not suspended")}
      isReady={reason.trim() !== "" && length.error === undefined && suspension !== undefined}
      isPending={suspend.isPending}
      error={suspend.error}
      onSubmit={() => suspend.mutate({ user_id: person.user_id, reason, ...suspension }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Textarea
        label={i18n.t("Reason, which the person reads")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...length}
        error={length.error ?? wrong("reason")}
        autosize
        minRows={2}
        data-autofocus
      />
      <SuspensionFields terms={terms} onChange={setTerms} />
    </FormDialog>
  );
}
