import { useLingui } from "@lingui/react";
import { type Correction, CorrectionId } from "@lucid/contract";
import { Button, Group, Stack, Table, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { Badge, ErrorNotice, Moment, RecordTable } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { OnlyNewest } from "./only-newest.tsx";
import { Payee } from "./payee.tsx";
import type { PayoutRights } from "./payout-rights.ts";
import { correctionStates } from "./payout-words.ts";

/** The last corrections; those that are open wait for a second person. */
export function Corrections({ mayManage, mayApprove, userId }: PayoutRights) {
  const { i18n } = useLingui();
  const { payouts } = useApi().queries;
  const list = useQuery(payouts.corrections.queryOptions());
  const approve = useMutation(payouts.approveCorrection.mutationOptions());
  const withdraw = useMutation(payouts.withdrawCorrection.mutationOptions());
  const failed = list.error ?? approve.error ?? withdraw.error;
  const states = correctionStates(i18n);
  const corrections = list.data?.corrections ?? [];
  const isMine = ({ proposed_by, payee }: Correction): boolean => proposed_by === userId || payee === userId;
  if (corrections.length === 0 && !failed) return null;
  return (
    <Stack gap="xs">
      <Title order={2}>{i18n.t("Corrections")}</Title>
      {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
      <RecordTable
        label={i18n.t("Corrections")}
        headings={[i18n.t("Proposed"), i18n.t("State"), i18n.t("Amount"), i18n.t("Payee"), i18n.t("Reason"), ""]}
        figures={[2]}
      >
        {corrections.map((one) => (
          <Table.Tr key={one.correction_id}>
            <Table.Td>
              <Moment at={one.proposed_at} />
            </Table.Td>
            <Table.Td>
              <Badge tone={states[one.state].tone}>{states[one.state].label}</Badge>
            </Table.Td>
            <Table.Td ta="end">
              {one.amount.startsWith("-") && "−"}
              <Amount units={one.amount.replace("-", "")} asset="USDT" />
            </Table.Td>
            <Table.Td>
              <Payee id={one.payee} />
            </Table.Td>
            <Table.Td style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>{one.reason}</Table.Td>
            <Table.Td>
              {one.state === "open" && (
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  {mayManage && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => withdraw.mutate({ correction_id: CorrectionId.parse(one.correction_id) })}
                    >
                      {i18n.t("Withdraw")}
                    </Button>
                  )}
                  {mayApprove && !isMine(one) && (
                    <Button
                      size="compact-sm"
                      onClick={() => approve.mutate({ correction_id: CorrectionId.parse(one.correction_id) })}
                    >
                      {i18n.t("Approve")}
                    </Button>
                  )}
                </Group>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
      <OnlyNewest of={corrections} />
    </Stack>
  );
}
