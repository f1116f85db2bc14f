import { useLingui } from "@lingui/react";
import type { Receipt } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";
import { AssignDialog } from "./assign-dialog.tsx";
import { ReceiptTable } from "./receipt-table.tsx";

const PAGE = 20;

/** What came in and is for no invoice that is known, and the way to say which one. */
export function UnassignedTransfers({ mayManage }: { readonly mayManage: boolean }) {
  const { i18n } = useLingui();
  const { invoices } = useApi().queries;
  const [assigning, setAssigning] = useState<Receipt>();
  const list = useInfiniteQuery(
    invoices.receipts.infiniteOptions({
      input: (before: number | undefined) => ({ limit: PAGE, unassigned: true, ...(before === undefined ? {} : { before }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next_before }) => next_before ?? undefined,
    }),
  );
  const title = i18n.t("Transfers for no invoice");
  const receipts = list.data?.pages.flatMap((page) => page.receipts) ?? [];
  if (receipts.length === 0 && !list.error) return null;
  return (
    <Stack gap="xs">
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" maw={720}>
        {i18n.t(
          "Of another amount than any invoice asks for, or for one that is no longer waited for. Nothing is sent back by itself.",
        )}
      </Text>
      {list.error && (
        <ErrorNotice error={list.error} title={i18n.t("The transfers could not be listed")} onRetry={() => void list.refetch()} />
      )}
      {receipts.length > 0 && (
        <ReceiptTable label={title} receipts={receipts} mayRefund={mayManage} onAssign={mayManage ? setAssigning : undefined} />
      )}
      {list.hasNextPage && (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {i18n.t("Older ones")}
          </Button>
        </Group>
      )}
      {assigning && <AssignDialog receipt={assigning} onClose={() => setAssigning(undefined)} />}
    </Stack>
  );
}
