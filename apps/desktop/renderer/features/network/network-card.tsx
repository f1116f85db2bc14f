import { useLingui } from "@lingui/react";
import type { NetworkMember, NetworkStatus } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { formatCount } from "../../shared/format/index.ts";
import { Card, ErrorNotice, Facts, Hash, NowBadge, Waiting } from "../../shared/ui/index.ts";
import { NetworkChanges } from "./network-changes.tsx";
import { type AskedOfNetwork, NetworkDialog } from "./network-dialog.tsx";
import { NetworkWitnesses } from "./network-witnesses.tsx";
import { earlierWords, memberWords, PASSING, powerWords, problemWords, standingWords, toneOf } from "./network-words.ts";
import { useNetwork } from "./use-network.ts";

/** The network of nodes that this one is in. Where it is in none, there is something to see for those alone who may change that. */
export function NetworkCard() {
  const { i18n } = useLingui();
  const canChange = useStore(
    useApi().login.state,
    (state) => state.account?.permissions.includes("manage_system_config") === true,
  );
  const network = useNetwork();
  const [asked, setAsked] = useState<AskedOfNetwork>();
  const { data, error, refetch } = network.status;
  if (data?.state === "none" && !canChange) return null;
  return (
    <Card mb="md">
      <Group justify="space-between" mb="sm">
        <Title order={2}>{i18n.t("Network of nodes")}</Title>
        {data && <NowBadge tone={toneOf(data)}>{standingWords(data, i18n)}</NowBadge>}
      </Group>
      {data ? (
        <Stack gap="sm">
          <NetworkFacts status={data} members={network.members.data?.members ?? []} />
          <NetworkChanges network={network} canChange={canChange} />
          {canChange && <NetworkActions state={data.state} onAsk={setAsked} />}
        </Stack>
      ) : error ? (
        <ErrorNotice error={error} title={i18n.t("The network could not be read")} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
      {asked && <NetworkDialog asked={asked} network={network} onClose={() => setAsked(undefined)} />}
    </Card>
  );
}

function NetworkActions({
  state,
  onAsk,
}: {
  readonly state: NetworkStatus["state"];
  readonly onAsk: (asked: AskedOfNetwork) => void;
}) {
  const { i18n } = useLingui();
  if (state === "none")
    return (
      <Group gap="xs">
        <Button variant="default" onClick={() => onAsk("create")}>
          {i18n.t("Found a network …")}
        </Button>
        <Button variant="default" onClick={() => onAsk("join")}>
          {i18n.t("Join one …")}
        </Button>
      </Group>
    );
  return (
    <Group gap="xs">
      {state === "member" && (
        <>
          <Button variant="default" onClick={() => onAsk("invite")}>
            {i18n.t("Invite a node …")}
          </Button>
          <Button variant="default" onClick={() => onAsk("remove")}>
            {i18n.t("Take a member out …")}
          </Button>
        </>
      )}
      <Button variant="subtle" color="gray" onClick={() => onAsk("leave")}>
        {i18n.t("Leave …")}
      </Button>
    </Group>
  );
}

function NetworkFacts({ status, members }: { readonly status: NetworkStatus; readonly members: readonly NetworkMember[] }) {
  const { i18n } = useLingui();
  const { problem, network, state } = status;
  return (
    <>
      {state === "none" && (
        <Text c="dimmed">
          {i18n.t("Several nodes can make each other’s recordings final: then no single computer vouches for the time alone.")}
        </Text>
      )}
      {problem && (
        <div role={PASSING.has(problem.code) ? "status" : "alert"}>
          <Text>{problemWords(problem.code, i18n)}</Text>
          {problem.detail !== "" && (
            <Text c="dimmed">
              {i18n.t("The node says:")} <span lang="en">{problem.detail}</span>
            </Text>
          )}
        </div>
      )}
      {network && (
        <Facts
          rows={[
            [
              i18n.t("Network"),
              <span key="network">
                {network.name} <Hash value={network.hash} label={i18n.t("hash")} />
              </span>,
            ],
            [
              i18n.t("Head"),
              i18n.t("{height}, final {final}", {
                height: formatCount(network.head.height),
                final: formatCount(network.final.height),
              }),
            ],
            [
              i18n.t("Final is"),
              network.stale ? i18n.t("said of nothing new: too few members are heard") : powerWords(network, i18n),
            ],
            [i18n.t("Recordings of this node"), i18n.t("{final} final, {waiting} waiting", network.recordings)],
            [i18n.t("Connected nodes"), formatCount(network.peers)],
            ...network.earlier.map((chain) => [i18n.t("History of {name}", chain), earlierWords(chain, i18n)] as const),
          ]}
        />
      )}
      {members.length > 0 && <Members members={members} />}
      {network && state === "member" && <NetworkWitnesses final={network.final.height} />}
    </>
  );
}

function Members({ members }: { readonly members: readonly NetworkMember[] }) {
  const { i18n } = useLingui();
  return (
    <Stack gap="xs">
      <Title order={3}>{i18n.t("Members")}</Title>
      <Facts
        rows={members.map(
          (member) =>
            [
              <Hash key={member.entity} value={member.public_key} label={i18n.t("key")} />,
              `${i18n.t("weight {weight}", { weight: member.weight })}, ${memberWords(member, i18n)}`,
            ] as const,
        )}
      />
    </Stack>
  );
}
