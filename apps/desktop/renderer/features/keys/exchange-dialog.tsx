import { useLingui } from "@lingui/react";
import type { ExchangedKey } from "@lucid/contract";
import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { Dialog, ErrorNotice, useWrongField } from "../../shared/ui/index.ts";
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
  const [reason, setReason] = useState("");
  const [endsLogins, setEndsLogins] = useState(false);
  const wrong = useWrongField(exchange.error);
  return (
    <Dialog onClose={onClose} title={i18n.t("Exchange: {name}", { name: keyName(exchanged, i18n) })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const logins = endsLogins ? { end_logins: true } : {};
          exchange.mutate({ key: exchanged, reason, ...logins }, { onSuccess: onClose });
        }}
      >
        <Stack>
          <Text>{effectWords(exchanged, i18n)}</Text>
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
            description={i18n.t("It stands in the audit log.")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            required
            data-autofocus
            error={wrong("reason")}
          />
          <Text c="dimmed" size="sm">
            {i18n.t("Backups of before hold the old key.")}
          </Text>
          {exchange.error && <ErrorNotice error={exchange.error} title={i18n.t("The key was not exchanged")} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {i18n.t("Cancel")}
            </Button>
            <Button type="submit" loading={exchange.isPending}>
              {i18n.t("Exchange it")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
