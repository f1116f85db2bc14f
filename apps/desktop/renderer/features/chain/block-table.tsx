import { useLingui } from "@lingui/react";
import { Button, Group, Pagination, Table, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { formatCount } from "../../shared/format/index.ts";
import { Badge, EmptyState, ErrorNotice, Hash, Moment, RecordTable, Term, Waiting } from "../../shared/ui/index.ts";
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
      {found.data.pagination.pages > 1 && <Pages pages={found.data.pagination.pages} page={page} onPage={onPage} />}
    </>
  );
}

/** An address of a page that the list does not have: it may have been shorter when the address was made up. */
export function PastTheEnd({ onPage }: Pick<ChainListProps, "onPage">) {
  const { i18n } = useLingui();
  return (
    <EmptyState
      title={i18n.t("The list has no such page")}
      action={
        <Button variant="default" onClick={() => onPage(1)}>
          {i18n.t("To the first page")}
        </Button>
      }
    >
      {i18n.t("It is shorter than the address says.")}
    </EmptyState>
  );
}

export interface PagesProps {
  readonly pages: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

export function Pages({ pages, page, onPage }: PagesProps) {
  const { i18n } = useLingui();
  return (
    <Group justify="flex-end" mt="md">
      <Pagination
        total={pages}
        value={page}
        onChange={onPage}
        getControlProps={(control) => ({ "aria-label": control === "next" ? i18n.t("Next page") : i18n.t("Previous page") })}
        getItemProps={(item) => ({ "aria-label": i18n.t("Page {page}", { page: item }) })}
      />
    </Group>
  );
}
