import { useLingui } from "@lingui/react";
import type { Emergency } from "@lucid/contract";
import { Button, Group, Text, Title } from "@mantine/core";
import { Badge, Card, ErrorNotice, Moment } from "../../shared/ui/index.ts";
import classes from "./emergency.module.css";
import { actionName, personWords, stateWords } from "./emergency-words.ts";
import { ReachOfAction } from "./own-nodes.tsx";
import type { UseEmergency } from "./use-emergency.ts";

export interface OpenActionsProps {
  readonly open: readonly Emergency[];
  readonly emergency: UseEmergency;
  /** The account that looks; undefined for one that may not act. */
  readonly userId: string | undefined;
}

/** What holds on all nodes of the owner. */
const HOLDS_EVERYWHERE: ReadonlySet<Emergency["action"]> = new Set(["lockdown_system", "disable_new_sessions"]);

/** What is in force, and what waits for somebody's decision. */
export function OpenActions({ open, emergency, userId }: OpenActionsProps) {
  const { i18n } = useLingui();
  const failed = emergency.approve.error ?? emergency.decline.error ?? emergency.lift.error;
  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("In force and waiting")}
      </Title>
      {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
      {open.length === 0 && <Text c="dimmed">{i18n.t("Nothing is in force, and nobody asks for anything.")}</Text>}
      <ul className={classes.list}>
        {open.map((one) => (
          <li key={one.emergency_id}>
            <div className={classes.words}>
              <Group gap={8}>
                <strong>{actionName(one.action, i18n)}</strong>
                <Badge tone={one.status === "initiated" ? "waiting" : "bad"}>{stateWords(one, i18n)}</Badge>
              </Group>
              <Text>{i18n.t("Reason: “{reason}”.", { reason: one.reason })}</Text>
              <Text c="dimmed" size="sm" component="div">
                {i18n.t("Asked for by {who}", { who: personWords(one.asked_by, one, i18n) })} · <Moment at={one.initiated_at} />
                {one.due_at !== null && (
                  <>
                    {" "}
                    · {dueWords(one)} <Moment at={one.due_at} />
                  </>
                )}
              </Text>
              {HOLDS_EVERYWHERE.has(one.action) && <ReachOfAction one={one} nodes={emergency.nodes.data?.nodes ?? []} />}
            </div>
            {userId !== undefined && <Decide one={one} emergency={emergency} userId={userId} />}
          </li>
        ))}
      </ul>
    </Card>
  );

  function dueWords({ status, action }: Emergency): string {
    if (status === "initiated") return i18n.t("lapses at");
    return action === "system_shutdown" ? i18n.t("stops at") : i18n.t("ends at");
  }
}

function Decide({ one, emergency, userId }: { one: Emergency; emergency: UseEmergency; userId: string }) {
  const { i18n } = useLingui();
  const input = { emergency_id: one.emergency_id };
  if (one.status === "in_progress") {
    // Disabled sessions are enabled again below, with a reason; a backup is stopped in its own room.
    if (one.action !== "lockdown_system" && one.action !== "system_shutdown") return null;
    return (
      <Button loading={emergency.lift.isPending} onClick={() => emergency.lift.mutate(input)}>
        {i18n.t("Lift it")}
      </Button>
    );
  }
  const isOwn = one.asked_by.user_id === userId;
  return (
    <Group gap={8}>
      <Button variant="default" loading={emergency.decline.isPending} onClick={() => emergency.decline.mutate(input)}>
        {isOwn ? i18n.t("Take the request back") : i18n.t("Decline")}
      </Button>
      {!isOwn && (
        <Button color="recording" loading={emergency.approve.isPending} onClick={() => emergency.approve.mutate(input)}>
          {i18n.t("Approve")}
        </Button>
      )}
    </Group>
  );
}
