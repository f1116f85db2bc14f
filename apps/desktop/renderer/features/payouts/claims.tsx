import { useLingui } from "@lingui/react";
import { ClaimId } from "@lucid/contract";
import { Button, Stack, Table, Title, VisuallyHidden } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { Badge, ErrorNotice, Hash, Moment, RecordTable } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { claimStates } from "./claim-words.ts";
import { OnlyNewest } from "./only-newest.tsx";
import { Payee } from "./payee.tsx";
import type { PayoutRights } from "./payout-rights.ts";

/** The newest claim links, and what became of them. */
export function Claims({ mayManage }: Pick<PayoutRights, "mayManage">) {
  const { i18n } = useLingui();
  const { claims } = useApi().queries;
  const list = useQuery(claims.list.queryOptions());
  const withdraw = useMutation(claims.withdraw.mutationOptions());
  const failed = list.error ?? withdraw.error;
  const shown = list.data?.claims ?? [];
  const states = claimStates(i18n);
  if (shown.length === 0 && !failed) return null;
  return (
    <Stack gap="xs">
      <Title order={2}>{i18n.t("Claim links")}</Title>
      {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
      <RecordTable
        label={i18n.t("Claim links")}
        headings={[
          i18n.t("Made"),
          i18n.t("State"),
          i18n.t("Amount"),
          i18n.t("Payee"),
          i18n.t("Counts until"),
          i18n.t("Address"),
          <VisuallyHidden key="actions">{i18n.t("Actions")}</VisuallyHidden>,
        ]}
        figures={[2]}
      >
        {shown.map((claim) => (
          <Table.Tr key={claim.claim_id}>
            <Table.Td>
              <Moment at={claim.created_at} />
            </Table.Td>
            <Table.Td>
              <Badge tone={states[claim.state].tone}>{states[claim.state].label}</Badge>
            </Table.Td>
            <Table.Td ta="end">
              <Amount units={claim.amount} asset="USDT" />
            </Table.Td>
            <Table.Td>
              <Payee id={claim.payee} />
            </Table.Td>
            <Table.Td>
              <Moment at={claim.expires_at} />
            </Table.Td>
            <Table.Td>{claim.address !== null && <Hash value={claim.address} label={i18n.t("address")} />}</Table.Td>
            <Table.Td ta="end">
              {mayManage && claim.state === "open" && (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={withdraw.isPending && withdraw.variables.claim_id === claim.claim_id}
                  onClick={() => withdraw.mutate({ claim_id: ClaimId.parse(claim.claim_id) })}
                >
                  {i18n.t("Withdraw")}
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
      <OnlyNewest of={shown} />
    </Stack>
  );
}
