import { useLingui } from "@lingui/react";
import type { Receipt } from "@lucid/contract";
import { Button, Table, VisuallyHidden } from "@mantine/core";
import { formatAmount } from "../../shared/format/index.ts";
import { Hash, Moment, RecordTable } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";

export interface ReceiptTableProps {
  readonly label: string;
  readonly receipts: readonly Receipt[];
  /** Says which invoice one is for, where that may be said. */
  readonly onAssign?: ((receipt: Receipt) => void) | undefined;
}

/** Transfers that came in. */
export function ReceiptTable({ label, receipts, onAssign }: ReceiptTableProps) {
  const { i18n } = useLingui();
  return (
    <RecordTable
      label={label}
      headings={[
        i18n.t("Time of the block"),
        i18n.t("Amount"),
        i18n.t("From"),
        i18n.t("Transaction"),
        ...(onAssign ? [<VisuallyHidden key="actions">{i18n.t("Actions")}</VisuallyHidden>] : []),
      ]}
      figures={[1]}
    >
      {receipts.map((receipt) => (
        <Table.Tr key={`${receipt.transaction_id} ${receipt.place}`}>
          <Table.Td>
            <Moment at={receipt.block_at} />
          </Table.Td>
          <Table.Td ta="end">
            <Amount units={receipt.amount} asset="USDT" />
          </Table.Td>
          <Table.Td>
            <Hash value={receipt.from_address} label={i18n.t("address")} />
          </Table.Td>
          <Table.Td>
            <Hash value={receipt.transaction_id} label={i18n.t("transaction")} />
          </Table.Td>
          {onAssign && (
            <Table.Td ta="end">
              <Button
                size="compact-sm"
                variant="default"
                aria-label={i18n.t("Say what {amount} USDT are for", { amount: formatAmount(receipt.amount, i18n.locale) })}
                onClick={() => onAssign(receipt)}
              >
                {i18n.t("What it is for")}
              </Button>
            </Table.Td>
          )}
        </Table.Tr>
      ))}
    </RecordTable>
  );
}
