import { useLingui } from "@lingui/react";
import type { TransactionView } from "@lucid/contract";
import { Table } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { formatCount } from "../../shared/format/index.ts";
import {
  Badge,
  EmptyState,
  ErrorNotice,
  Hash,
  Moment,
  Pages,
  PastTheEnd,
  RecordTable,
  Term,
  Waiting,
} from "../../shared/ui/index.ts";
import type { ChainListProps } from "./block-table.tsx";
import classes from "./chain.module.css";

const PAGE_SIZE = 20;

export function TransactionTable({ page, onPage, onOpen }: ChainListProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const found = useQuery(
    queries.chain.transactions.queryOptions({ input: { page, limit: PAGE_SIZE }, placeholderData: keepPreviousData }),
  );

  if (found.error)
    return (
      <ErrorNotice
        error={found.error}
        title={i18n.t("The transactions could not be listed")}
        onRetry={() => void found.refetch()}
      />
    );
  if (found.isPending) return <Waiting label={i18n.t("Loading transactions")} />;
  if (found.data.transactions.length === 0 && page > 1) return <PastTheEnd onPage={onPage} />;
  if (found.data.transactions.length === 0) {
    return <EmptyState title={i18n.t("No transactions yet")}>{i18n.t("They come with the first recorded chunk.")}</EmptyState>;
  }
  return (
    <>
      <RecordTable
        label={i18n.t("Transactions")}
        headings={[
          i18n.t("What"),
          <Term key="s" name="final">
            {i18n.t("State")}
          </Term>,
          <Term key="b" name="block">
            {i18n.t("Block")}
          </Term>,
          i18n.t("Time"),
          i18n.t("Transaction id"),
        ]}
      >
        {found.data.transactions.map((transaction) => (
          <Table.Tr key={transaction.transaction_id}>
            <Table.Td>
              <button type="button" className={classes.link} onClick={() => onOpen(transaction.transaction_id)}>
                <TransactionType type={transaction.type} />
              </button>
            </Table.Td>
            <Table.Td>
              <TransactionState status={transaction.status} />
            </Table.Td>
            <Table.Td>{transaction.block_height === null ? "–" : formatCount(transaction.block_height)}</Table.Td>
            <Table.Td>
              {(transaction.confirmed_at ?? transaction.submitted_at) !== null && (
                <Moment at={transaction.confirmed_at ?? transaction.submitted_at ?? ""} />
              )}
            </Table.Td>
            <Table.Td c="dimmed">
              <Hash value={transaction.transaction_id} label={i18n.t("transaction id")} ends={6} />
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
      <Pages of={found.data.pagination} page={page} onPage={onPage} />
    </>
  );
}

export function TransactionType({ type }: { readonly type: string }) {
  const { i18n } = useLingui();
  if (type === "session_anchor" || type === "session_anchor_v2") return i18n.t("Session sealed");
  if (type === "audit_checkpoint") return i18n.t("Head of an audit log");
  return type === "node_checkpoint" ? i18n.t("Open recordings") : type;
}

export function TransactionState({ status }: Pick<TransactionView, "status">) {
  const { i18n } = useLingui();
  switch (status) {
    case "final":
      return <Badge tone="proven">{i18n.t("final")}</Badge>;
    case "included":
      return <Badge tone="waiting">{i18n.t("not final yet")}</Badge>;
    case "pending":
      return <Badge tone="waiting">{i18n.t("waits for a block")}</Badge>;
    case "expired":
      return <Badge tone="bad">{i18n.t("expired")}</Badge>;
  }
}
