import { useLingui } from "@lingui/react";
import type { Invoice, Receipt } from "@lucid/contract";
import { Select, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { FormDialog, Moment } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { stateWords } from "./invoice-words.ts";

/** So many of the newest invoices are looked through for those that wait. */
const OFFERED = 100;
const waitsForMoney = ({ state }: Invoice): boolean => state !== "paid" && state !== "cancelled";

/** Says which invoice a transfer is for: once, and for good. */
export function AssignDialog({ receipt, onClose }: { readonly receipt: Receipt; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { invoices } = useApi().queries;
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery(invoices.list.queryOptions({ input: { limit: OFFERED } }));
  const assign = useMutation(invoices.assign.mutationOptions({ onSuccess: onClose }));
  const offered = (list.data?.invoices ?? []).filter(waitsForMoney);
  const invoice = offered.find(({ invoice_id }) => invoice_id === chosen);
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
        data={offered.map((one) => ({
          value: one.invoice_id,
          label: `${one.title} · ${formatAmount(one.amount, i18n.locale)} USDT · ${stateWords(i18n, one).label}`,
        }))}
        value={chosen}
        onChange={setChosen}
        nothingFoundMessage={i18n.t("No invoice waits for money.")}
        searchable
        required
        data-autofocus
      />
    </FormDialog>
  );
}
