import { useLingui } from "@lingui/react";
import type { NetworkChange } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { ErrorNotice, Hash, Moment } from "../../shared/ui/index.ts";
import { changeWords } from "./network-words.ts";
import type { Network } from "./use-network.ts";

interface ChangesProps {
  readonly network: Network;
  readonly canChange: boolean;
}

/** Changes of the membership that wait for approvals: those of others to decide about, and this node's own. */
export function NetworkChanges({ network: { members, decide }, canChange }: ChangesProps) {
  const { i18n } = useLingui();
  const changes = members.data?.changes ?? [];
  if (changes.length === 0) return null;
  const say = (public_key: string, approve: boolean): void => decide.mutate({ public_key, approve });
  return (
    <Stack gap="xs">
      <Title order={3}>{i18n.t("Changes that wait for approval")}</Title>
      {changes.map((change) => (
        <Group key={change.public_key} justify="space-between" gap="xs">
          <Text component="div">
            <Hash value={change.public_key} label={i18n.t("key")} /> {changeWords(change, i18n)}
            {!change.is_own && (
              <Text c="dimmed" size="sm" component="div">
                {i18n.t("Asked for by")} <Hash value={change.proposed_by} label={i18n.t("key")} />
              </Text>
            )}
            <Text c="dimmed" size="sm" component="div">
              {i18n.t("Lapses")} <Moment at={change.expires_at} />
            </Text>
          </Text>
          {canChange && <ChangeActions change={change} isPending={decide.isPending} onSay={say} />}
        </Group>
      ))}
      {decide.error && <ErrorNotice error={decide.error} title={i18n.t("The node did not take this")} />}
    </Stack>
  );
}

function ChangeActions({
  change: { public_key, is_own, decision },
  isPending,
  onSay,
}: {
  readonly change: NetworkChange;
  readonly isPending: boolean;
  readonly onSay: (key: string, approve: boolean) => void;
}) {
  const { i18n } = useLingui();
  return (
    <Group gap="xs">
      {!is_own && decision !== "approved" && (
        <Button variant="default" size="xs" disabled={isPending} onClick={() => onSay(public_key, true)}>
          {i18n.t("Approve")}
        </Button>
      )}
      {decision !== "declined" && (
        <Button variant="subtle" color="gray" size="xs" disabled={isPending} onClick={() => onSay(public_key, false)}>
          {is_own ? i18n.t("Take back") : i18n.t("Decline")}
        </Button>
      )}
    </Group>
  );
}
