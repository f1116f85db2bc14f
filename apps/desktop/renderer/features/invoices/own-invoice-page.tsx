import { useLingui } from "@lingui/react";
import type { InvoiceId } from "@lucid/contract";
import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { AgedArea, Badge, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { NetworkBadge } from "../tron/index.ts";
import { InvoiceSheet } from "./invoice-sheet.tsx";
import { stateWords } from "./invoice-words.ts";

/** An invoice that somebody is to pay. */
export function OwnInvoicePage() {
  const { i18n } = useLingui();
  const { id } = useParams({ from: "/inside/wallet/invoices/$id" });
  const found = useQuery(useApi().queries.invoices.mineOne.queryOptions({ input: { invoice_id: id as InvoiceId } }));
  const parent = { to: "/wallet/invoices", label: i18n.t("Your invoices") } as const;
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
      />
      <AgedArea>
        {refused}
        <InvoiceSheet invoice={invoice} />
      </AgedArea>
    </>
  );
}
