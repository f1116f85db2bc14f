import { useLingui } from "@lingui/react";
import { UserId } from "@lucid/contract";
import { Select, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useAmount, useLengthWords, useTyped } from "../../shared/ui/index.ts";
import { useAccountName } from "../people/index.ts";

export interface NewInvoiceDialogProps {
  readonly sharePermille: number;
  readonly onMade: (invoiceId: string) => void;
  readonly onClose: () => void;
}

/** Asks for what, how much, of whom, and to whom a share of it is owed. */
export function NewInvoiceDialog({ sharePermille, onMade, onClose }: NewInvoiceDialogProps) {
  const { i18n } = useLingui();
  const { directory, invoices } = useApi().queries;
  const [title, setTitle] = useTyped("title of an invoice", "");
  const [typed, setTyped] = useTyped("amount of an invoice", "");
  const [payer, setPayer] = useTyped<string | null>("payer of an invoice", null);
  const [payee, setPayee] = useTyped<string | null>("payee of an invoice", null);
  // One invoice, however often it is asked for.
  const [idempotency_key] = useState(() => crypto.randomUUID());
  const nameOf = useAccountName();
  const people = useQuery(directory.list.queryOptions({ input: { limit: 100 } }));
  const create = useMutation(invoices.create.mutationOptions({ onSuccess: ({ invoice_id }) => onMade(invoice_id) }));
  const { amount: price, error } = useAmount(typed);
  const length = useLengthWords(title, 120);
  const isReady = title.trim() !== "" && length.error === undefined && price !== undefined;
  const data = (people.data?.users ?? []).map((user) => ({ value: user.user_id, label: nameOf(user) }));
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
      <Select
        label={i18n.t("Who pays")}
        description={i18n.t("Sees it under Wallet. A wrong amount is known to be theirs by the address that they log in with.")}
        data={data}
        value={payer}
        onChange={setPayer}
        searchable
        clearable
      />
      <Select
        label={i18n.t("Payee")}
        description={i18n.t("{percent} % of the price are owed to them once it is paid.", { percent: sharePermille / 10 })}
        data={data}
        value={payee}
        onChange={setPayee}
        searchable
        clearable
      />
    </FormDialog>
  );
}
