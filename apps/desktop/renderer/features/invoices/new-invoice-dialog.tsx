import { useLingui } from "@lingui/react";
import { UserId } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useAmount, useLengthWords, useTyped } from "../../shared/ui/index.ts";
import { ChoosePerson } from "../people/index.ts";

export interface NewInvoiceDialogProps {
  readonly sharePermille: number;
  readonly onMade: (invoiceId: string) => void;
  readonly onClose: () => void;
}

/** Asks for what, how much, of whom, and to whom a share of it is owed. */
export function NewInvoiceDialog({ sharePermille, onMade, onClose }: NewInvoiceDialogProps) {
  const { i18n } = useLingui();
  const { invoices } = useApi().queries;
  const [title, setTitle] = useTyped("title of an invoice", "");
  const [typed, setTyped] = useTyped("amount of an invoice", "");
  const [payer, setPayer] = useTyped<string | null>("payer of an invoice", null);
  const [payee, setPayee] = useTyped<string | null>("payee of an invoice", null);
  // One invoice, however often it is asked for.
  const [idempotency_key] = useState(() => crypto.randomUUID());
  const create = useMutation(invoices.create.mutationOptions({ onSuccess: ({ invoice_id }) => onMade(invoice_id) }));
  const { amount: price, error } = useAmount(typed);
  const length = useLengthWords(title, 120);
  const isReady = title.trim() !== "" && length.error === undefined && price !== undefined;
  return (
    <FormDialog
      title={i18n.t("New invoice")}
      consequence={i18n.t("A few millionths of a USDT come on top: by them the node knows what a transfer is for.")}
      verb={i18n.t("Make the invoice")}
      failed={i18n.t("The invoice was not made")}
      isReady={isReady}
      isPending={create.isPending}
      error={create.error}
      onSubmit={() =>
        isReady &&
        create.mutate({
          ...{ title: title.trim(), price, idempotency_key },
          ...(payer === null ? {} : { payer: UserId.parse(payer) }),
          ...(payee === null ? {} : { payee: UserId.parse(payee) }),
        })
      }
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("What it is for")}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        {...length}
        required
        data-autofocus
      />
      <TextInput
        label={i18n.t("Price in USDT")}
        inputMode="decimal"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        autoComplete="off"
        maw={240}
        required
      />
      <ChoosePerson
        label={i18n.t("Who pays")}
        description={i18n.t("Sees it under Wallet. A wrong amount is known to be theirs by the address that they log in with.")}
        value={payer}
        onChange={setPayer}
        clearable
      />
      <ChoosePerson
        label={i18n.t("Payee")}
        description={i18n.t("{percent} % of the price are owed to them once it is paid.", { percent: sharePermille / 10 })}
        value={payee}
        onChange={setPayee}
        clearable
      />
    </FormDialog>
  );
}
