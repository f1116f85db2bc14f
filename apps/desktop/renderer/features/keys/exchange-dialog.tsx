import { useLingui } from "@lingui/react";
import type { ExchangedKey } from "@lucid/contract";
import { Checkbox, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormDialog, useLengthWords, useTyped, useWrongField } from "../../shared/ui/index.ts";
import { effectWords, keyName } from "./key-words.ts";
import type { UseKeys } from "./use-keys.ts";

export interface ExchangeDialogProps {
  readonly exchanged: ExchangedKey;
  readonly openLogins: number;
  readonly exchange: UseKeys["exchange"];
  readonly onClose: () => void;
}

/** Says what will happen, and asks for the reason. */
export function ExchangeDialog({ exchanged, openLogins, exchange, onClose }: ExchangeDialogProps) {
  const { i18n } = useLingui();
  const [reason, setReason] = useTyped(`reason to exchange ${exchanged}`, "");
  const [endsLogins, setEndsLogins] = useState(false);
  const wrong = useWrongField(exchange.error);
  const length = useLengthWords(reason, 500);

  function submit(): void {
    const logins = endsLogins ? { end_logins: true } : {};
    exchange.mutate({ key: exchanged, reason, ...logins }, { onSuccess: onClose });
  }

  return (
    <FormDialog
      title={i18n.t("Exchange: {name}", { name: keyName(exchanged, i18n) })}
      consequence={effectWords(exchanged, i18n)}
      verb={i18n.t("Exchange it")}
      failed={i18n.t("The key was not exchanged")}
      isReady={reason.trim() !== "" && length.error === undefined}
      isPending={exchange.isPending}
      error={exchange.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {exchanged === "token" && (
        <Checkbox
          label={i18n.t("Everybody logs in again")}
          description={i18n.t(
            "{count, plural, one {# login ends} other {# logins end}}, yours as well. Needed only where somebody may have come in with a stolen login.",
            { count: openLogins },
          )}
          checked={endsLogins}
          onChange={(event) => setEndsLogins(event.currentTarget.checked)}
        />
      )}
      <TextInput
        label={i18n.t("Reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...length}
        description={length.description ?? i18n.t("It stands in the audit log.")}
        error={length.error ?? wrong("reason")}
        required
        data-autofocus
      />
      <Text c="dimmed" size="sm">
        {i18n.t("Backups of before hold the old key.")}
      </Text>
    </FormDialog>
  );
}
