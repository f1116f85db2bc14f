import { useLingui } from "@lingui/react";
import { type PayoutRules, type PayoutSchedule, type ProposedTerms, ScheduleId } from "@lucid/contract";
import { Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { Badge, ErrorNotice, Hash, Moment, RecordTable } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { Payee } from "./payee.tsx";
import type { PayoutRights } from "./payout-rights.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { ScheduleRuns } from "./schedule-runs.tsx";
import { amountsWords, rhythmWords, scheduleStates } from "./schedule-words.ts";

export interface SchedulesProps extends PayoutRights {
  readonly rules: Pick<PayoutRules, "approve_from">;
}

/** Payouts that repeat: what was agreed to, when it is due next, and what waits for a second person. */
export function Schedules({ rules, ...rights }: SchedulesProps) {
  const { i18n } = useLingui();
  const { schedules } = useApi().queries;
  const list = useQuery(schedules.list.queryOptions());
  const [isProposing, setProposing] = useState(false);
  const [changed, setChanged] = useState<PayoutSchedule>();
  const [looked, setLooked] = useState<PayoutSchedule>();
  const shown = list.data?.schedules ?? [];
  if (shown.length === 0 && !rights.mayManage && !list.error) return null;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2}>{i18n.t("Payouts that repeat")}</Title>
        {rights.mayManage && (
          <Button variant="default" onClick={() => setProposing(true)}>
            {i18n.t("New schedule")}
          </Button>
        )}
      </Group>
      {list.error && <ErrorNotice error={list.error} title={i18n.t("The schedules could not be read")} />}
      {shown.length > 0 && (
        <>
          <Text size="sm" c="dimmed">
            {i18n.t(
              "The wallet has to be unlocked. A payout from {amount} USDT on, and all of a run with more than 20 payees, still wait for a second person. Nothing else pays these payees by itself, also while a schedule is paused.",
              { amount: formatAmount(rules.approve_from, i18n.locale) },
            )}
          </Text>
          <RecordTable
            label={i18n.t("Payouts that repeat")}
            headings={[i18n.t("Name"), i18n.t("State"), i18n.t("Terms"), i18n.t("Next due"), i18n.t("Last run"), ""]}
          >
            {shown.map((schedule) => (
              <Row key={schedule.schedule_id} schedule={schedule} rights={rights} onChange={setChanged} onLook={setLooked} />
            ))}
          </RecordTable>
        </>
      )}
      {isProposing && <ScheduleDialog onClose={() => setProposing(false)} />}
      {changed && <ScheduleDialog schedule={changed} onClose={() => setChanged(undefined)} />}
      {looked && <ScheduleRuns schedule={looked} onClose={() => setLooked(undefined)} />}
    </Stack>
  );
}

interface RowProps {
  readonly schedule: PayoutSchedule;
  readonly rights: PayoutRights;
  readonly onChange: (schedule: PayoutSchedule) => void;
  readonly onLook: (schedule: PayoutSchedule) => void;
}

function Row({ schedule, rights, onChange, onLook }: RowProps) {
  const { i18n } = useLingui();
  const { name, terms, proposal, next_due, last_run } = schedule;
  const state = scheduleStates(i18n)[schedule.state];
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>{name}</Table.Td>
      <Table.Td>
        <Badge tone={state.tone}>{state.label}</Badge>
      </Table.Td>
      <Table.Td style={{ whiteSpace: "normal" }}>
        <Stack gap="xs">
          {terms && <Terms terms={terms} />}
          {proposal && terms && (
            <Text size="sm" fw={600}>
              {i18n.t("To approve instead:")}
            </Text>
          )}
          {proposal && <Terms terms={proposal} />}
        </Stack>
      </Table.Td>
      <Table.Td>{next_due !== null && <Moment at={next_due} />}</Table.Td>
      <Table.Td>
        {last_run && (
          <Stack gap={0} align="flex-start">
            <Moment at={last_run.due_at} />
            <Amount units={last_run.paid} asset="USDT" />
            {last_run.left.length > 0 && (
              <Text size="sm">
                {i18n.t("{left, plural, one {# payee left} other {# payees left}}", { left: last_run.left.length })}
              </Text>
            )}
          </Stack>
        )}
      </Table.Td>
      <Table.Td>
        <Actions schedule={schedule} rights={rights} onChange={() => onChange(schedule)} onLook={() => onLook(schedule)} />
      </Table.Td>
    </Table.Tr>
  );
}

function Terms({ terms }: { readonly terms: ProposedTerms }) {
  const { i18n } = useLingui();
  return (
    <Stack gap={0} align="flex-start">
      {terms.payee === null ? <Text size="sm">{i18n.t("Everybody")}</Text> : <Payee id={terms.payee} />}
      <Text size="sm">{amountsWords(terms, i18n)}</Text>
      <Text size="sm">{rhythmWords(terms, i18n)}</Text>
      <Hash value={terms.wallet} label={i18n.t("address")} />
    </Stack>
  );
}

interface ActionsProps {
  readonly schedule: PayoutSchedule;
  readonly rights: PayoutRights;
  readonly onChange: () => void;
  readonly onLook: () => void;
}

function Actions({ schedule, rights: { mayManage, mayApprove, userId }, onChange, onLook }: ActionsProps) {
  const { i18n } = useLingui();
  const { schedules } = useApi().queries;
  const approve = useMutation(schedules.approve.mutationOptions());
  const withdraw = useMutation(schedules.withdraw.mutationOptions());
  const pause = useMutation(schedules.pause.mutationOptions());
  const resume = useMutation(schedules.resume.mutationOptions());
  const end = useMutation(schedules.end.mutationOptions());
  const { state, proposal, last_run } = schedule;
  const one = { schedule_id: ScheduleId.parse(schedule.schedule_id) };
  const isRunning = state === "active" || state === "paused";
  const isMine = proposal?.proposed_by === userId || proposal?.payee === userId;
  const failed = approve.error ?? withdraw.error ?? pause.error ?? resume.error ?? end.error;
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs" justify="flex-end">
        {proposal && mayApprove && !isMine && (
          <Button
            size="compact-sm"
            loading={approve.isPending}
            onClick={() => approve.mutate({ ...one, terms: proposal.number })}
          >
            {i18n.t("Approve")}
          </Button>
        )}
        {proposal && mayManage && (
          <Act
            label={i18n.t("Withdraw")}
            isPending={withdraw.isPending}
            onAct={() => withdraw.mutate({ ...one, terms: proposal.number })}
          />
        )}
        {last_run && <Act label={i18n.t("Runs")} onAct={onLook} />}
        {isRunning && mayManage && !proposal && <Act label={i18n.t("Change")} onAct={onChange} />}
        {state === "active" && mayManage && (
          <Act label={i18n.t("Pause")} isPending={pause.isPending} onAct={() => pause.mutate(one)} />
        )}
        {state === "paused" && mayManage && (
          <Act label={i18n.t("Resume")} isPending={resume.isPending} onAct={() => resume.mutate(one)} />
        )}
        {isRunning && mayManage && <Act label={i18n.t("End")} isPending={end.isPending} onAct={() => end.mutate(one)} />}
      </Group>
      {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
    </Stack>
  );
}

interface ActProps {
  readonly label: string;
  readonly isPending?: boolean;
  readonly onAct: () => void;
}

const Act = ({ label, isPending = false, onAct }: ActProps) => (
  <Button size="compact-sm" variant="default" loading={isPending} onClick={onAct}>
    {label}
  </Button>
);
