import { useLingui } from "@lingui/react";
import type { Receipt } from "@lucid/contract";
import { Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { byBefore } from "../../shared/api/older.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { ErrorNotice, OlderOnes, whyNotShown } from "../../shared/ui/index.ts";
import { AssignDialog } from "./assign-dialog.tsx";
import { ReceiptTable } from "./receipt-table.tsx";
import { RefundDialog } from "./refund-dialog.tsx";

const PAGE = 20;

export interface UnassignedTransfersProps {
  /** How many there are, as the node counts them. */
  readonly count: number;
  readonly mayManage: boolean;
}

/** What came in and is for no invoice that is known, and the way to say which one, or to send it back. */
export function UnassignedTransfers({ count, mayManage }: UnassignedTransfersProps) {
  const { i18n } = useLingui();
  const { invoices } = useApi().queries;
  const [assigning, setAssigning] = useState<Receipt>();
  const [refunding, setRefunding] = useState<Receipt>();
  const [sent, setSent] = useState<string>();
  const list = useInfiniteQuery(
    invoices.receipts.infiniteOptions({
      input: (before: number | undefined) => ({ limit: PAGE, unassigned: true, before }),
      ...byBefore,
      enabled: count > 0,
    }),
  );
  const title = i18n.t("Transfers for no invoice");
  const receipts = count === 0 ? [] : (list.data?.pages.flatMap((page) => page.receipts) ?? []);
  // What is asked about one outlives its row: a refusal has to be read.
  const isAsking = assigning !== undefined || refunding !== undefined;
  if (receipts.length === 0 && !whyNotShown(list) && sent === undefined && !isAsking) return null;
  return (
    <Stack gap="xs">
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" maw={720}>
        {i18n.t(
          "Of another amount than any invoice asks for, or for one that is no longer waited for. Nothing is sent back by itself.",
        )}
      </Text>
      {whyNotShown(list) && (
        <ErrorNotice
          error={whyNotShown(list)}
          title={i18n.t("The transfers could not be listed")}
          onRetry={() => void list.refetch()}
        />
      )}
      {receipts.length > 0 && (
        <ReceiptTable
          label={title}
          receipts={receipts}
          onRefund={mayManage ? setRefunding : undefined}
          onAssign={mayManage ? setAssigning : undefined}
        />
      )}
      {sent !== undefined && (
        <Text size="sm" role="status">
          {i18n.t("{amount} USDT go back, as a payout.", { amount: formatAmount(sent, i18n.locale) })}{" "}
          <Link to="/admin/payouts">{i18n.t("Payouts")}</Link>
        </Text>
      )}
      <OlderOnes list={list} shown={receipts.length} />
      {refunding && <RefundDialog receipt={refunding} onSent={setSent} onClose={() => setRefunding(undefined)} />}
      {assigning && <AssignDialog receipt={assigning} onClose={() => setAssigning(undefined)} />}
    </Stack>
  );
}
