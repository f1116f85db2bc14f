import { useLingui } from "@lingui/react";
import type { Emergency, EmergencyAction, EmergencyReach } from "@lucid/contract";
import { Button, Stack, Table, Text, Title } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import {
  Card,
  ErrorNotice,
  Moment,
  NowBadge,
  PageHeader,
  Pages,
  PastTheEnd,
  RecordTable,
  Waiting,
} from "../../shared/ui/index.ts";
import { AskDialog } from "./ask-dialog.tsx";
import classes from "./emergency.module.css";
import { actionName, effectWords, personWords, stateWords } from "./emergency-words.ts";
import { OpenActions } from "./open-actions.tsx";
import { OwnNodes } from "./own-nodes.tsx";
import { useEmergency } from "./use-emergency.ts";

const ACTIONS: readonly EmergencyAction[] = [
  "data_backup",
  "disable_new_sessions",
  "enable_new_sessions",
  "stop_all_sessions",
  "lockdown_system",
  "system_shutdown",
];

/** What super admins can do to the whole node: each with what it will do and to whom, what is in force, and what was. */
export function EmergencyPage() {
  const { i18n } = useLingui();
  const account = useStore(useApi().login.state, (state) => state.account);
  const { page = 1 } = useSearch({ from: "/inside/admin/emergency" });
  const navigate = useNavigate();
  const goTo = (to: number): void =>
    void navigate({ to: "/admin/emergency", search: to > 1 ? { page: to } : {}, resetScroll: false });
  const emergency = useEmergency(page);
  const [asked, setAsked] = useState<EmergencyAction>();
  const { data, error, refetch } = emergency.status;
  const mayAct = account?.permissions.includes("emergency_lockdown") === true;

  return (
    <>
      <PageHeader
        title={i18n.t("Emergency")}
        badge={
          data &&
          (data.emergency_active ? (
            <NowBadge tone="bad">{i18n.t("in force")}</NowBadge>
          ) : (
            <NowBadge tone="quiet">{i18n.t("nothing in force")}</NowBadge>
          ))
        }
      />
      {data ? (
        <Stack maw={860} gap="sm">
          <OpenActions open={data.open} emergency={emergency} userId={mayAct ? account.user_id : undefined} />
          <Offered open={data.open} reach={data.reach} onAsk={mayAct ? setAsked : undefined} />
          {emergency.nodes.data?.shared === true && <OwnNodes nodes={emergency.nodes.data.nodes} />}
          {emergency.nodes.error && (
            <ErrorNotice error={emergency.nodes.error} title={i18n.t("The other nodes could not be listed")} />
          )}
          {data.history.length > 0 && <History history={data.history} />}
          {data.history.length === 0 && page > 1 && <PastTheEnd onPage={goTo} />}
          <Pages of={data.pagination} page={page} onPage={goTo} />
        </Stack>
      ) : error ? (
        <ErrorNotice error={error} title={i18n.t("The state could not be read")} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
      {asked && data && <AskDialog action={asked} reach={data.reach} emergency={emergency} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface OfferedProps {
  readonly open: readonly Emergency[];
  readonly reach: EmergencyReach;
  readonly onAsk: ((action: EmergencyAction) => void) | undefined;
}

/** Of an action that is open already, and of enabling what is not disabled, there is nothing to offer. */
function Offered({ open, reach, onAsk }: OfferedProps) {
  const { i18n } = useLingui();
  const isOpen = (action: EmergencyAction): boolean => open.some((one) => one.action === action);
  const mustBeSetUp = (action: EmergencyAction): boolean => action === "data_backup" && !reach.can_back_up;
  const offered = ACTIONS.filter((action) =>
    action === "enable_new_sessions" ? isOpen("disable_new_sessions") : !isOpen(action),
  );
  return (
    <Card>
      <Title order={2}>{i18n.t("What can be done")}</Title>
      <Text c="dimmed" size="sm" mb="sm">
        {reach.approval === "second_person"
          ? i18n.t("Ending sessions, a lockdown and a stop begin when a second super admin approves them.")
          : i18n.t("You are the only super admin: nobody has to approve what you do here.")}
      </Text>
      <ul className={classes.list}>
        {offered.map((action) => (
          <li key={action}>
            <div className={classes.words}>
              <strong>{actionName(action, i18n)}</strong>
              <Text>{effectWords(action, reach, i18n)}</Text>
            </div>
            {onAsk && !mustBeSetUp(action) && (
              <Button variant="default" onClick={() => onAsk(action)}>
                {i18n.t("{action} …", { action: actionName(action, i18n) })}
              </Button>
            )}
            {onAsk && mustBeSetUp(action) && (
              <Button variant="default" renderRoot={(props) => <Link to="/admin/backup" {...props} />}>
                {i18n.t("Set up backups")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function History({ history }: { readonly history: readonly Emergency[] }) {
  const { i18n } = useLingui();
  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("Before")}
      </Title>
      <RecordTable
        label={i18n.t("Emergency actions that are over")}
        headings={[i18n.t("When"), i18n.t("What"), i18n.t("Reason"), i18n.t("Who"), i18n.t("How it ended")]}
      >
        {history.map((one) => (
          <Table.Tr key={one.emergency_id}>
            <Table.Td>
              <Moment at={one.initiated_at} />
            </Table.Td>
            <Table.Td>{actionName(one.action, i18n)}</Table.Td>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{one.reason}</Table.Td>
            <Table.Td style={{ overflowWrap: "anywhere" }}>
              {personWords(one.asked_by, one, i18n)}
              {one.approved_by && one.approved_by.user_id !== one.asked_by.user_id && (
                <>, {i18n.t("approved by {who}", { who: personWords(one.approved_by, one, i18n) })}</>
              )}
            </Table.Td>
            <Table.Td>{stateWords(one, i18n)}</Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
    </Card>
  );
}
