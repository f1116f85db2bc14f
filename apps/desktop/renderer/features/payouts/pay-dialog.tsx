import { useLingui } from "@lingui/react";
import { type PayeeBalance, PayoutPriority } from "@lucid/contract";
import { Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { FormDialog, useAmount, useTyped } from "../../shared/ui/index.ts";
import { priorityWords } from "./payout-words.ts";

export interface PayDialogProps {
  readonly balance: PayeeBalance;
  readonly fee: string;
  readonly onClose: () => void;
}

/** Asks how much of what is owed is paid. The node says what the network costs before anybody approves it. */
export function PayDialog({ balance: { payee, accrued }, fee, onClose }: PayDialogProps) {
  const { i18n } = useLingui();
  const { payouts } = useApi().queries;
  const [typed, setTyped] = useTyped(`payout to ${payee}`, formatAmount(accrued, i18n.locale));
  // One payout, however often it is asked for.
  const [idempotency_key] = useState(() => crypto.randomUUID());
  const create = useMutation(payouts.create.mutationOptions({ onSuccess: onClose }));
  const [priority, setPriority] = useTyped<PayoutPriority>(`priority of a payout to ${payee}`, "normal");
  const [time, setTime] = useTyped(`time of a payout to ${payee}`, "");
  const { amount, error } = useAmount(typed);
  const not_before = time === "" ? null : new Date(time).toISOString();
  const priorities = priorityWords(i18n);
  return (
    <FormDialog
      title={i18n.t("Pay what is owed")}
      consequence={i18n.t(
        "The fee of {fee} USDT is taken from the amount. It is paid to the address that the payee logs in with.",
        {
          fee: formatAmount(fee, i18n.locale),
        },
      )}
      verb={i18n.t("Make the payout")}
      failed={i18n.t("The payout was not made")}
      isReady={amount !== undefined}
      isPending={create.isPending}
      error={create.error}
      onSubmit={() => amount !== undefined && create.mutate({ payee, amount, priority, not_before, idempotency_key })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Amount in {asset}", { asset: "USDT" })}
        inputMode="decimal"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        autoComplete="off"
        maw={240}
        data-autofocus
        required
      />
      <Select
        label={i18n.t("Priority")}
        description={i18n.t("Of payouts that wait for the wallet or for a limit, the more urgent begins first.")}
        data={PayoutPriority.options.map((value) => ({ value, label: priorities[value] }))}
        value={priority}
        onChange={(value) => setPriority(PayoutPriority.parse(value))}
        allowDeselect={false}
        maw={240}
      />
      <TextInput
        label={i18n.t("Not before")}
        description={i18n.t("Within 30 days; empty: at once. It counts against the limits of that day.")}
        type="datetime-local"
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
        maw={240}
      />
    </FormDialog>
  );
}
