import { useLingui } from "@lingui/react";
import { type PayeeBalance, type Payout, PayoutId } from "@lucid/contract";
import { Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { byBefore } from "../../shared/api/older.ts";
import { AgedArea, ErrorNotice, OlderOnes, PageHeader, RecordTable, Waiting, whyNotShown } from "../../shared/ui/index.ts";
import { Amount, NetworkBadge, WithPayments } from "../tron/index.ts";
import { ClaimDialog } from "./claim-dialog.tsx";
import { Claims } from "./claims.tsx";
import { CorrectDialog } from "./correct-dialog.tsx";
import { Corrections } from "./corrections.tsx";
import { OverviewCard } from "./overview-card.tsx";
import { PayDialog } from "./pay-dialog.tsx";
import { Payee } from "./payee.tsx";
import type { PayoutRights } from "./payout-rights.ts";
import { PayoutTable } from "./payout-table.tsx";
import { isWaiting, sweepWords } from "./payout-words.ts";
import { Schedules } from "./schedules.tsx";
import { Statements } from "./statements.tsx";
import { useSaveDocument } from "./use-save-document.ts";
import { WalletDifferences } from "./wallet-differences.tsx";

const PAGE = 20;

export function PayoutsPage() {
  const title = useLingui().i18n.t("Payouts");
  return (
    <WithPayments title={title}>
      <Everybody title={title} />
    </WithPayments>
  );
}

/** What is owed to everybody, what pays it, and what waits for somebody. */
function Everybody({ title }: { readonly title: string }) {
  const { i18n } = useLingui();
  const api = useApi();
  const { payouts } = api.queries;
  const account = useStore(api.login.state, (state) => state.account);
  const rights: PayoutRights = {
    mayManage: account?.permissions.includes("manage_payouts") === true,
    mayApprove: account?.permissions.includes("approve_payouts") === true,
    userId: account?.user_id,
  };
  const [isCorrecting, setCorrecting] = useState(false);
  const [paid, setPaid] = useState<PayeeBalance>();
  const [linked, setLinked] = useState<PayeeBalance>();
  const overview = useQuery(payouts.overview.queryOptions());
  const balances = useQuery(payouts.balances.queryOptions());
  const sweep = useMutation(payouts.sweep.mutationOptions());
  const compare = useMutation(payouts.reconcile.mutationOptions());
  const failed = overview.error ?? balances.error;
  const refused = failed && (
    <ErrorNotice
      error={failed}
      title={i18n.t("The payouts could not be read")}
      onRetry={() => void Promise.all([overview.refetch(), balances.refetch()])}
    />
  );
  if (!overview.data || !balances.data)
    return (
      <>
        <PageHeader title={title} />
        {refused ?? <Waiting label={i18n.t("Asking the node")} />}
      </>
    );
  const { network, rules } = overview.data;
  const notDone = sweep.error ?? compare.error;
  return (
    <>
      <PageHeader title={title} badge={<NetworkBadge network={network} />}>
        {rights.mayManage && (
          <Group gap="xs">
            <Button onClick={() => setCorrecting(true)}>{i18n.t("Correct what is owed")}</Button>
            <Button variant="default" loading={sweep.isPending} onClick={() => sweep.mutate({})}>
              {i18n.t("Pay what is due")}
            </Button>
            <Button variant="default" loading={compare.isPending} onClick={() => compare.mutate({})}>
              {i18n.t("Compare with the chain")}
            </Button>
          </Group>
        )}
      </PageHeader>
      <AgedArea>
        <Stack gap="md">
          {refused}
          {notDone && <ErrorNotice error={notDone} title={i18n.t("That was not done")} />}
          <Text role="status" size="sm">
            {[sweep.data && sweepWords(sweep.data, i18n), compare.data?.ok && i18n.t("Ledger and chain agree.")]
              .filter(Boolean)
              .join(" ")}
          </Text>
          <OverviewCard overview={overview.data} mayManage={rights.mayManage} />
          <WalletDifferences wallets={overview.data.reconciliation?.wallets ?? []} {...rights} />
          <Corrections {...rights} />
          {balances.data.balances.length > 0 && (
            <Balances
              balances={balances.data.balances}
              userId={rights.userId}
              onPay={rights.mayManage ? setPaid : undefined}
              onLink={rights.mayManage ? setLinked : undefined}
            />
          )}
          <Schedules rules={rules} {...rights} />
          <Claims mayManage={rights.mayManage} />
          <AllPayouts {...rights} />
          <Statements mayManage={rights.mayManage} />
        </Stack>
      </AgedArea>
      {isCorrecting && <CorrectDialog onClose={() => setCorrecting(false)} />}
      {paid && <PayDialog balance={paid} fee={rules.fee} onClose={() => setPaid(undefined)} />}
      {linked && <ClaimDialog balance={linked} onClose={() => setLinked(undefined)} />}
    </>
  );
}

interface BalancesProps {
  readonly balances: readonly PayeeBalance[];
  readonly userId: string | undefined;
  readonly onPay: ((balance: PayeeBalance) => void) | undefined;
  readonly onLink: ((balance: PayeeBalance) => void) | undefined;
}

function Balances({ balances, userId, onPay, onLink }: BalancesProps) {
  const { i18n } = useLingui();
  return (
    <Stack gap="xs">
      <Title order={2}>{i18n.t("Owed and paid")}</Title>
      <RecordTable
        label={i18n.t("Owed and paid")}
        headings={[i18n.t("Payee"), i18n.t("Owed"), i18n.t("Under way"), i18n.t("Paid"), ""]}
        figures={[1, 2, 3]}
      >
        {balances.map((balance) => (
          <Table.Tr key={balance.payee}>
            <Table.Td>
              <Payee id={balance.payee} />
            </Table.Td>
            <Table.Td ta="end">
              <Amount units={balance.owed} asset="USDT" />
            </Table.Td>
            <Table.Td ta="end">
              <Amount units={balance.locked} asset="USDT" />
            </Table.Td>
            <Table.Td ta="end">
              <Amount units={balance.paid} asset="USDT" />
            </Table.Td>
            <Table.Td ta="end">
              <Group gap="xs" justify="flex-end" wrap="nowrap">
                {onLink && balance.accrued !== "0" && balance.payee !== userId && (
                  <Button size="compact-sm" variant="default" onClick={() => onLink(balance)}>
                    {i18n.t("Claim link")}
                  </Button>
                )}
                {onPay && balance.accrued !== "0" && (
                  <Button size="compact-sm" variant="default" onClick={() => onPay(balance)}>
                    {i18n.t("Pay")}
                  </Button>
                )}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
    </Stack>
  );
}

function AllPayouts({ mayManage, mayApprove, userId }: PayoutRights) {
  const { i18n } = useLingui();
  const { client, queries } = useApi();
  const { payouts } = queries;
  const save = useSaveDocument(client.payouts.proof);
  const list = useInfiniteQuery(
    payouts.list.infiniteOptions({
      input: (before: number | undefined) => ({ limit: PAGE, before }),
      ...byBefore,
    }),
  );
  const approve = useMutation(payouts.approve.mutationOptions());
  const cancel = useMutation(payouts.cancel.mutationOptions());
  const failed = whyNotShown(list) ?? approve.error ?? cancel.error ?? save.error;
  const shown = list.data?.pages.flatMap((page) => page.payouts) ?? [];
  const mayDecide = ({ state, payee, requested_by, approvals }: Payout): boolean =>
    state === "locked" && ![payee, requested_by, ...approvals.map(({ user_id }) => user_id)].some((one) => one === userId);
  if (shown.length === 0 && !failed) return null;
  return (
    <Stack gap="xs">
      <Title order={2}>{i18n.t("Payouts")}</Title>
      {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
      <PayoutTable
        label={i18n.t("Payouts")}
        payouts={shown}
        onProof={({ payout_id }) => save.mutate({ payout_id: PayoutId.parse(payout_id) })}
        onCancel={(payout) =>
          mayManage && isWaiting(payout) ? () => cancel.mutate({ payout_id: PayoutId.parse(payout.payout_id) }) : undefined
        }
        onApprove={(payout) =>
          mayApprove && mayDecide(payout) ? () => approve.mutate({ payout_id: PayoutId.parse(payout.payout_id) }) : undefined
        }
      />
      <OlderOnes list={list} shown={shown.length} />
    </Stack>
  );
}
