import { useLingui } from "@lingui/react";
import { PayoutId, type PayoutSchedule, ScheduleId, type ScheduleRun } from "@lucid/contract";
import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { byBefore } from "../../shared/api/older.ts";
import {
  Badge,
  Card,
  Dialog,
  ErrorNotice,
  Facts,
  Hash,
  Moment,
  OlderOnes,
  RecordTable,
  Waiting,
  whyNotShown,
} from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { Payee } from "./payee.tsx";
import { endWords, payoutStates } from "./payout-words.ts";
import { lateWords, leftWords, runStates } from "./schedule-words.ts";

const PAGE = 5;

export interface ScheduleRunsProps {
  readonly schedule: Pick<PayoutSchedule, "schedule_id" | "name">;
  readonly onClose: () => void;
}

/** What runs of a schedule have paid, what they left, and why. */
export function ScheduleRuns({ schedule: { schedule_id, name }, onClose }: ScheduleRunsProps) {
  const { i18n } = useLingui();
  const { schedules } = useApi().queries;
  const list = useInfiniteQuery(
    schedules.runs.infiniteOptions({
      input: (before: number | undefined) => ({
        schedule_id: ScheduleId.parse(schedule_id),
        limit: PAGE,
        before,
      }),
      ...byBefore,
    }),
  );
  const runs = list.data?.pages.flatMap((page) => page.runs);
  return (
    <Dialog title={i18n.t("Runs of {name}", { name })} onClose={onClose} size="xl">
      <Stack>
        {whyNotShown(list) && <ErrorNotice error={whyNotShown(list)} title={i18n.t("The runs could not be read")} />}
        {!runs && !whyNotShown(list) && <Waiting label={i18n.t("Asking the node")} />}
        {runs?.length === 0 && <Text>{i18n.t("It was not due yet.")}</Text>}
        {runs?.map((run) => (
          <Run key={run.number} run={run} />
        ))}
        <OlderOnes list={list} shown={runs?.length ?? 0} />
      </Stack>
    </Dialog>
  );
}

function Run({ run }: { readonly run: ScheduleRun }) {
  const { i18n } = useLingui();
  const [opened, setOpened] = useState<PayoutId>();
  const state = runStates(i18n)[run.state];
  const states = payoutStates(i18n);
  const late = lateWords(run, i18n);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text fw={600}>
          <Moment at={run.due_at} />
        </Text>
        <Badge tone={state.tone}>{state.label}</Badge>
      </Group>
      {late !== "" && <Text size="sm">{late}</Text>}
      {run.payouts.length + run.left.length === 0 && <Text size="sm">{i18n.t("Nobody was owed enough.")}</Text>}
      {run.payouts.length > 0 && (
        <RecordTable
          label={i18n.t("Paid in the run of {day}", { day: run.due_on })}
          headings={[i18n.t("Payee"), i18n.t("State"), i18n.t("Amount"), ""]}
          figures={[2]}
        >
          {run.payouts.map(({ payout_id, payee, amount, state: its }) => (
            <Table.Tr key={payout_id}>
              <Table.Td>
                <Payee id={payee} />
              </Table.Td>
              <Table.Td>
                <Badge tone={states[its].tone}>{states[its].label}</Badge>
              </Table.Td>
              <Table.Td ta="end">
                <Amount units={amount} asset="USDT" />
              </Table.Td>
              <Table.Td ta="end">
                <Button size="compact-sm" variant="default" onClick={() => setOpened(PayoutId.parse(payout_id))}>
                  {i18n.t("Show the payout")}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </RecordTable>
      )}
      {opened !== undefined && <OnePayout id={opened} />}
      {run.left.length > 0 && (
        <RecordTable
          label={i18n.t("Left in the run of {day}", { day: run.due_on })}
          headings={[i18n.t("Payee"), i18n.t("Not paid"), i18n.t("Why")]}
          figures={[1]}
        >
          {run.left.map(({ payee, amount, obstacle }) => (
            <Table.Tr key={payee}>
              <Table.Td>
                <Payee id={payee} />
              </Table.Td>
              <Table.Td ta="end">
                <Amount units={amount} asset="USDT" />
              </Table.Td>
              <Table.Td style={{ whiteSpace: "normal" }}>{leftWords(i18n, obstacle)}</Table.Td>
            </Table.Tr>
          ))}
        </RecordTable>
      )}
    </Stack>
  );
}

function OnePayout({ id }: { readonly id: PayoutId }) {
  const { i18n } = useLingui();
  const { payouts } = useApi().queries;
  const one = useQuery(payouts.get.queryOptions({ input: { payout_id: id } }));
  if (one.error) return <ErrorNotice error={one.error} title={i18n.t("The payout could not be read")} />;
  if (!one.data) return <Waiting label={i18n.t("Asking the node")} />;
  const { state, reason, approvals, approvals_needed, net, address, transfer } = one.data;
  return (
    <Card>
      <Facts
        rows={[
          [i18n.t("State"), reason === null ? payoutStates(i18n)[state].label : endWords(i18n, reason)],
          [i18n.t("Approvals"), `${approvals.length} / ${approvals_needed}`],
          [i18n.t("Sent"), <Amount key="sent" units={net} asset="USDT" />],
          [i18n.t("To"), <Hash key="to" value={address} label={i18n.t("address")} />],
          ...(transfer?.transaction_id
            ? [[i18n.t("Transaction"), <Hash key="id" value={transfer.transaction_id} label={i18n.t("transaction")} />] as const]
            : []),
        ]}
      />
    </Card>
  );
}
