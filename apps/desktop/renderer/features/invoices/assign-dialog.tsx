import { useLingui } from "@lingui/react";
import type { Invoice, Receipt } from "@lucid/contract";
import { Select, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { FormDialog, Moment } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { stateWords } from "./invoice-words.ts";

/** Of those that fit, so many of the newest are offered. */
const OFFERED = 20;

/** Letters that are looked for at most, as the node takes them. */
const LONGEST = 120;

/** Says which invoice a transfer is for: once, and for good. */
export function AssignDialog({ receipt, onClose }: { readonly receipt: Receipt; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { invoices } = useApi().queries;
  const [invoice, setInvoice] = useState<Invoice>();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const wordsOf = (one: Invoice): string =>
    `${one.title} · ${formatAmount(one.amount, i18n.locale)} USDT · ${stateWords(i18n, one).label}`;
  // The field holds the words of what is chosen: nothing is looked for by them.
  const isSought = q !== "" && q.length <= LONGEST && !(invoice && q === wordsOf(invoice));
  const list = useQuery({
    ...invoices.list.queryOptions({ input: { limit: OFFERED, waiting: true, ...(isSought ? { q } : {}) } }),
    placeholderData: keepPreviousData,
  });
  const assign = useMutation(invoices.assign.mutationOptions({ onSuccess: onClose }));
  const found = list.data?.invoices ?? [];
  const offered = invoice && !found.some(({ invoice_id }) => invoice_id === invoice.invoice_id) ? [invoice, ...found] : found;
  const { transaction_id, place, amount, block_at } = receipt;
  return (
    <FormDialog
      title={i18n.t("What is this transfer for?")}
      consequence={i18n.t("It counts for that invoice from then on. This is said once, and for good.")}
      verb={i18n.t("Count it for this invoice")}
      failed={list.error ? i18n.t("The invoices could not be read") : i18n.t("That was not done")}
      isReady={invoice !== undefined}
      isPending={assign.isPending}
      error={assign.error ?? list.error}
      onSubmit={() => invoice && assign.mutate({ invoice_id: invoice.invoice_id, transaction_id, place })}
      onClose={onClose}
    >
      <Text>
        <Amount units={amount} asset="USDT" /> · <Moment at={block_at} />
      </Text>
      <Select
        label={i18n.t("Invoice")}
        description={i18n.t("Found by a part of what it is for, or by how its amount begins.")}
        data={offered.map((one) => ({ value: one.invoice_id, label: wordsOf(one) }))}
        value={invoice?.invoice_id ?? null}
        onChange={(id) => setInvoice(offered.find(({ invoice_id }) => invoice_id === id))}
        onSearchChange={setTyped}
        // The node has looked already.
        filter={({ options }) => options}
        nothingFoundMessage={isSought ? i18n.t("Nothing fits") : i18n.t("No invoice waits for money.")}
        searchable
        required
        data-autofocus
      />
    </FormDialog>
  );
}
