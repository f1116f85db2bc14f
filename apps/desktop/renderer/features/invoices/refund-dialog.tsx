import { useLingui } from "@lingui/react";
import type { Receipt } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { FormDialog, Hash, useAmount, useTyped } from "../../shared/ui/index.ts";

export interface RefundDialogProps {
  readonly receipt: Receipt;
  /** So much of it is on its way back, micro-USDT. */
  readonly onSent?: ((amount: string) => void) | undefined;
  readonly onClose: () => void;
}

/** Asks how much of a transfer is sent back: all that can be, unless less is typed. */
export function RefundDialog({ receipt, onSent, onClose }: RefundDialogProps) {
  const { i18n } = useLingui();
  const { invoices } = useApi().queries;
  const { transaction_id, place, refundable, from_address } = receipt;
  const [typed, setTyped] = useTyped(
    `refund of ${receipt.transaction_id} ${receipt.place}`,
    formatAmount(refundable, i18n.locale),
  );
  // One payout, however often it is asked for.
  const [idempotency_key] = useState(() => crypto.randomUUID());
  const refund = useMutation(
    invoices.refund.mutationOptions({
      onSuccess: (payout) => {
        onSent?.(payout.amount);
        onClose();
      },
    }),
  );
  const { amount, error } = useAmount(typed, refundable);
  return (
    <FormDialog
      title={i18n.t("Send it back")}
      consequence={i18n.t(
        "It goes to the address that it came from, without a fee taken off, and is paid by the wallet that pays payouts. Of one transfer something is sent back once.",
      )}
      verb={i18n.t("Send it back")}
      failed={i18n.t("Nothing was sent back")}
      isReady={amount !== undefined}
      isPending={refund.isPending}
      error={refund.error}
      onSubmit={() => amount !== undefined && refund.mutate({ transaction_id, place, amount, idempotency_key })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Amount in {asset}", { asset: "USDT" })}
        description={i18n.t("At most {amount}", { amount: formatAmount(refundable, i18n.locale) })}
        inputMode="decimal"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        autoComplete="off"
        maw={240}
        data-autofocus
        required
      />
      <span>
        {i18n.t("To the TRON address")} <Hash value={from_address} label={i18n.t("address")} ends={8} />
      </span>
    </FormDialog>
  );
}
