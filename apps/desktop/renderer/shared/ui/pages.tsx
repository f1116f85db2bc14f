import { useLingui } from "@lingui/react";
import type { Pagination as Paging } from "@lucid/contract";
import { Button, Group, Pagination, Text } from "@mantine/core";
import { formatCount } from "../format/index.ts";
import { EmptyState } from "./empty-state.tsx";
import { useBeginning } from "./use-beginning.ts";

export interface PagesProps {
  /** What the list says of itself; nothing before it was read. */
  readonly of: Omit<Paging, "page"> | undefined;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** Which part of a long list is shown, of how many, and the way to the others. A list of one page needs neither. */
export function Pages({ of, page, onPage }: PagesProps) {
  const { i18n } = useLingui();
  const { below, showBeginning } = useBeginning();
  if (of === undefined || of.pages < 2) return null;
  const from = (page - 1) * of.limit + 1;
  return (
    <Group ref={below} justify="flex-end" mt="md" gap="md">
      {from <= of.total && (
        <Text c="dimmed" size="sm" role="status">
          {i18n.t("{from} to {to} of {total}", {
            from: formatCount(from),
            to: formatCount(Math.min(page * of.limit, of.total)),
            total: formatCount(of.total),
          })}
        </Text>
      )}
      <Pagination
        total={of.pages}
        value={page}
        onChange={(to) => {
          showBeginning();
          onPage(to);
        }}
        getControlProps={(control) => ({ "aria-label": control === "next" ? i18n.t("Next page") : i18n.t("Previous page") })}
        getItemProps={(item) => ({ "aria-label": i18n.t("Page {page}", { page: item }) })}
      />
    </Group>
  );
}

/** An address of a page that the list does not have: it may have been shorter when the address was made up. */
export function PastTheEnd({ onPage }: Pick<PagesProps, "onPage">) {
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
