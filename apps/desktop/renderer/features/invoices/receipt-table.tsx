import { useLingui } from "@lingui/react";
import type { Receipt } from "@lucid/contract";
import { Button, Group, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { formatAmount } from "../../shared/format/index.ts";
import { Badge, Hash, Moment, RecordTable } from "../../shared/ui/index.ts";
import { endWords, payoutStates } from "../payouts/index.ts";
import { Amount } from "../tron/index.ts";

export interface ReceiptTableProps {
  readonly label: string;
  readonly receipts: readonly Receipt[];
  /** Sends something back of one, where who looks may. */
  readonly onRefund?: ((receipt: Receipt) => void) | undefined;
  /** Says which invoice one is for, where that may be said. */
  readonly onAssign?: ((receipt: Receipt) => void) | undefined;
}

/** Transfers that came in, and what of each is sent back. */
export function ReceiptTable({ label, receipts, onRefund, onAssign }: ReceiptTableProps) {
  const { i18n } = useLingui();
  const hasActions = onRefund !== undefined || onAssign !== undefined;
  const isAnyBack = receipts.some(({ refund }) => refund !== null);
  return (
    <>
      <RecordTable
        label={label}
        headings={[
          i18n.t("Time of the block"),
          i18n.t("Amount"),
          i18n.t("From"),
          i18n.t("Transaction"),
          ...(isAnyBack ? [i18n.t("Sent back")] : []),
          ...(hasActions ? [<VisuallyHidden key="actions">{i18n.t("Actions")}</VisuallyHidden>] : []),
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
            {isAnyBack && (
              <Table.Td style={{ whiteSpace: "normal" }}>{receipt.refund && <SentBack refund={receipt.refund} />}</Table.Td>
            )}
            {hasActions && (
              <Table.Td>
                <Group gap="xs" justify="flex-end">
                  {onAssign && receipt.refundable !== "0" && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={i18n.t("What it is for: {amount} USDT", { amount: formatAmount(receipt.amount, i18n.locale) })}
                      onClick={() => onAssign(receipt)}
                    >
                      {i18n.t("What it is for")}
                    </Button>
                  )}
                  {onRefund && receipt.refundable !== "0" && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={i18n.t("Send back {amount} USDT", { amount: formatAmount(receipt.refundable, i18n.locale) })}
                      onClick={() => onRefund(receipt)}
                    >
                      {i18n.t("Send back")}
                    </Button>
                  )}
                </Group>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </RecordTable>
    </>
  );
}

function SentBack({ refund }: { readonly refund: NonNullable<Receipt["refund"]> }) {
  const { i18n } = useLingui();
  const { tone, label } = payoutStates(i18n)[refund.state];
  return (
    <Stack gap={4} align="flex-start">
      <Badge tone={tone}>{refund.state === "settled" ? i18n.t("sent back") : label}</Badge>
      <Amount units={refund.amount} asset="USDT" />
      {refund.reason && (
        <Text size="sm" c="dimmed">
          {endWords(i18n, refund.reason)}
        </Text>
      )}
      {refund.transaction_id && <Hash value={refund.transaction_id} label={i18n.t("transaction")} />}
    </Stack>
  );
}
