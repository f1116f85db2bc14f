import { useLingui } from "@lingui/react";
import type { Invoice } from "@lucid/contract";
import { Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Badge, Moment, RecordTable } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { stateWords } from "./invoice-words.ts";
import { WhoPays } from "./who-pays.tsx";

export interface InvoiceTableProps {
  readonly invoices: readonly Invoice[];
  /** The list of everybody's says of each who pays. */
  readonly to: "/admin/invoices/$id" | "/wallet/invoices/$id";
}

/** Invoices, each with the way to it. */
export function InvoiceTable({ invoices, to }: InvoiceTableProps) {
  const { i18n } = useLingui();
  const ofAll = to === "/admin/invoices/$id";
  return (
    <RecordTable
      label={i18n.t("Invoices")}
      headings={[
        i18n.t("What it is for"),
        ...(ofAll ? [i18n.t("Who pays")] : []),
        i18n.t("State"),
        i18n.t("Price"),
        i18n.t("Made"),
      ]}
      figures={[ofAll ? 3 : 2]}
    >
      {invoices.map(({ invoice_id, title, payer, price, created_at, ...invoice }) => (
        <Table.Tr key={invoice_id}>
          <Table.Td style={{ whiteSpace: "normal" }}>
            <Link to={to} params={{ id: invoice_id }}>
              {title}
            </Link>
          </Table.Td>
          {ofAll && (
            <Table.Td>
              <WhoPays payer={payer} />
            </Table.Td>
          )}
          <Table.Td>
            <Badge tone={stateWords(i18n, invoice).tone}>{stateWords(i18n, invoice).label}</Badge>
          </Table.Td>
          <Table.Td ta="end">
            <Amount units={price} asset="USDT" />
          </Table.Td>
          <Table.Td>
            <Moment at={created_at} />
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}
