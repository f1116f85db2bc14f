import { useLingui } from "@lingui/react";
import type { Invoice, InvoiceId } from "@lucid/contract";
import { Button, Group } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { AgedArea, Badge, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { NetworkBadge } from "../tron/index.ts";
import { InvoiceSheet } from "./invoice-sheet.tsx";
import { stateWords } from "./invoice-words.ts";

/** What was sent back cannot be taken as paid. */
const isAnythingLeft = ({ received, late, sent_back }: Invoice): boolean => BigInt(received) + BigInt(late) > BigInt(sent_back);

/** One invoice of anybody, and what may be decided about it. */
export function InvoicePage() {
  const { i18n } = useLingui();
  const api = useApi();
  const { invoices } = api.queries;
  const { id } = useParams({ from: "/inside/admin/invoices/$id" });
  const input = { invoice_id: id as InvoiceId };
  const mayManage = useStore(api.login.state, ({ account }) => account?.permissions.includes("manage_payouts") === true);
  const found = useQuery(invoices.get.queryOptions({ input }));
  const cancel = useMutation(invoices.cancel.mutationOptions());
  const accept = useMutation(invoices.accept.mutationOptions());
  const parent = { to: "/admin/invoices", label: i18n.t("Invoices") } as const;
  const refused = found.error && (
    <ErrorNotice error={found.error} title={i18n.t("The invoice could not be shown")} onRetry={() => void found.refetch()} />
  );
  const { data: invoice } = found;
  if (!invoice)
    return (
      <>
        <PageHeader title={i18n.t("Invoice")} parent={parent} />
        {refused ?? <Waiting label={i18n.t("Asking the node")} />}
      </>
    );
  const { tone, label } = stateWords(i18n, invoice);
  const failed = cancel.error ?? accept.error;
  return (
    <>
      <PageHeader
        title={invoice.title}
        parent={parent}
        badge={
          <Group gap="xs">
            <Badge tone={tone}>{label}</Badge>
            <NetworkBadge network={invoice.network} />
          </Group>
        }
      >
        {mayManage && invoice.state === "open" && invoice.receipts.length === 0 && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(input)}>
            {i18n.t("Cancel the invoice")}
          </Button>
        )}
        {mayManage && invoice.state !== "paid" && invoice.state !== "returned" && isAnythingLeft(invoice) && (
          <Button loading={accept.isPending} onClick={() => accept.mutate(input)}>
            {i18n.t("Take it as paid")}
          </Button>
        )}
      </PageHeader>
      <AgedArea>
        {refused}
        {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
        <InvoiceSheet invoice={invoice} ofAdmin mayRefund={mayManage} />
      </AgedArea>
    </>
  );
}
