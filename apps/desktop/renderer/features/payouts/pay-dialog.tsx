import { useLingui } from "@lingui/react";
import type { PayeeBalance } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount, parseAmount } from "../../shared/format/index.ts";
import { FormDialog } from "../../shared/ui/index.ts";

export interface PayDialogProps {
  readonly balance: PayeeBalance;
  readonly fee: string;
  readonly onClose: () => void;
}

/** Asks how much of what is owed is paid. The node says what the network costs before anybody approves it. */
export function PayDialog({ balance: { payee, accrued }, fee, onClose }: PayDialogProps) {
  const { i18n } = useLingui();
  const { payouts } = useApi().queries;
  const [typed, setTyped] = useState(formatAmount(accrued, i18n.locale));
  // One payout, however often it is asked for.
  const [idempotency_key] = useState(() => crypto.randomUUID());
  const create = useMutation(payouts.create.mutationOptions({ onSuccess: onClose }));
  const amount = parseAmount(typed);
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
      isReady={amount !== undefined && amount !== "0"}
      isPending={create.isPending}
      error={create.error}
      onSubmit={() => amount !== undefined && create.mutate({ payee, amount, idempotency_key })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Amount in {asset}", { asset: "USDT" })}
        inputMode="decimal"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        maw={240}
        data-autofocus
        required
      />
    </FormDialog>
  );
}
