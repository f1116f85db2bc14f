import { useLingui } from "@lingui/react";
import { Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { byBefore } from "../../shared/api/older.ts";
import { formatCount } from "../../shared/format/index.ts";
import { Badge, ErrorNotice, Moment, OlderOnes, RecordTable, whyNotShown } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { useSaveDocument } from "./use-save-document.ts";

const PAGE = 5;
/** A block holds a statement within seconds: so often it is asked whether one does by now. */
const ASKED_MS = 5_000;

/** What was paid in each period, and whether the chain holds that. */
export function Statements({ mayManage }: { readonly mayManage: boolean }) {
  const { i18n } = useLingui();
  const { client, queries } = useApi();
  const { payouts } = queries;
  const list = useInfiniteQuery(
    payouts.statements.infiniteOptions({
      input: (before: number | undefined) => ({ limit: PAGE, before }),
      ...byBefore,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ statements }) => statements.some(({ anchor }) => anchor?.final !== true)) ? ASKED_MS : false,
    }),
  );
  const make = useMutation(payouts.makeStatement.mutationOptions());
  const save = useSaveDocument(client.payouts.statement);
  const failed = whyNotShown(list) ?? make.error ?? save.error;
  const shown = list.data?.pages.flatMap(({ statements }) => statements) ?? [];
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2}>{i18n.t("Statements")}</Title>
        {mayManage && (
          <Button variant="default" loading={make.isPending} onClick={() => make.mutate({})}>
            {i18n.t("State what was paid")}
          </Button>
        )}
      </Group>
      {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
      <Text size="sm" c="dimmed" role="status">
        {make.data?.statement === null
          ? i18n.t("Nothing was paid that is not stated yet.")
          : i18n.t(
              "After each day what was paid is stated on this node's chain, so that a payee can prove it, and an auditor all of it.",
            )}
      </Text>
      {shown.length > 0 && (
        <RecordTable
          label={i18n.t("Statements")}
          headings={[
            i18n.t("Paid before"),
            i18n.t("Payouts"),
            i18n.t("Sent"),
            i18n.t("Fees of payouts"),
            i18n.t("On the chain"),
            "",
          ]}
          figures={[1, 2, 3]}
        >
          {shown.map(({ number, until, from, size, sent, fees, anchor }) => (
            <Table.Tr key={number}>
              <Table.Td>
                <Moment at={until} />
              </Table.Td>
              <Table.Td ta="end">{formatCount(size - from)}</Table.Td>
              <Table.Td ta="end">
                <Amount units={sent} asset="USDT" />
              </Table.Td>
              <Table.Td ta="end">
                <Amount units={fees} asset="USDT" />
              </Table.Td>
              <Table.Td>
                {anchor?.final ? (
                  <Badge tone="proven">{i18n.t("final in block {height}", { height: formatCount(anchor.height) })}</Badge>
                ) : (
                  <Badge tone="waiting">{i18n.t("waits for a block")}</Badge>
                )}
              </Table.Td>
              <Table.Td ta="end">
                {anchor?.final && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={save.isPending && save.variables.number === number}
                    onClick={() => save.mutate({ number })}
                  >
                    {i18n.t("Save the statement")}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </RecordTable>
      )}
      <OlderOnes list={list} shown={shown.length} />
    </Stack>
  );
}
