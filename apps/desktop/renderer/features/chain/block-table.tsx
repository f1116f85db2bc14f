import { useLingui } from "@lingui/react";
import { Table, Text } from "@mantine/core";
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
import classes from "./chain.module.css";

const PAGE_SIZE = 20;

export interface ChainListProps {
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly onOpen: (hash: string) => void;
}

export function BlockTable({ page, onPage, onOpen }: ChainListProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const found = useQuery(
    queries.chain.blocks.queryOptions({ input: { page, limit: PAGE_SIZE }, placeholderData: keepPreviousData }),
  );

  if (found.error)
    return (
      <ErrorNotice error={found.error} title={i18n.t("The blocks could not be listed")} onRetry={() => void found.refetch()} />
    );
  if (found.isPending) return <Waiting label={i18n.t("Loading blocks")} />;
  if (found.data.blocks.length === 0 && page > 1) return <PastTheEnd onPage={onPage} />;
  if (found.data.blocks.length === 0) {
    return (
      <EmptyState title={i18n.t("No blocks yet")}>{i18n.t("The first block comes with the first thing to anchor.")}</EmptyState>
    );
  }
  return (
    <>
      <RecordTable
        label={i18n.t("Blocks")}
        headings={[
          i18n.t("Height"),
          <Term key="s" name="final">
            {i18n.t("State")}
          </Term>,
          i18n.t("Time"),
          i18n.t("Transactions"),
          <Term key="p" name="producer">
            {i18n.t("Producer")}
          </Term>,
          <Term key="h" name="hash">
            {i18n.t("Hash")}
          </Term>,
        ]}
      >
        {found.data.blocks.map((block) => (
          <Table.Tr key={block.hash}>
            <Table.Td>
              <button type="button" className={classes.link} onClick={() => onOpen(block.hash)}>
                {formatCount(block.height)}
              </button>
            </Table.Td>
            <Table.Td>
              <Badge tone={block.finalized ? "proven" : "waiting"}>
                {block.finalized ? i18n.t("final") : i18n.t("not final yet")}
              </Badge>
            </Table.Td>
            <Table.Td>
              <Moment at={block.timestamp} />
            </Table.Td>
            <Table.Td>
              <Text span visibleFrom="sm">
                {formatCount(block.transaction_count)}
              </Text>
              {/* Where the headings are out of sight, a number alone would say nothing. */}
              <Text span hiddenFrom="sm">
                {i18n.t("{count, plural, one {# transaction} other {{shown} transactions}}", {
                  count: block.transaction_count,
                  shown: formatCount(block.transaction_count),
                })}
              </Text>
            </Table.Td>
            <Table.Td c="dimmed">
              <Hash value={block.producer} label={i18n.t("producer")} />
            </Table.Td>
            <Table.Td c="dimmed">
              <Hash value={block.hash} label={i18n.t("block hash")} ends={6} />
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
      <Pages of={found.data.pagination} page={page} onPage={onPage} />
    </>
  );
}
