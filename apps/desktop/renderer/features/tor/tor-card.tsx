import { useLingui } from "@lingui/react";
import type { TorStatus } from "@lucid/contract";
import { Button, Group, Stack, Switch, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { formatDecimal } from "../../shared/format/index.ts";
import { Card, ErrorNotice, Facts, Moment, NowBadge, Waiting } from "../../shared/ui/index.ts";
import { AddressDialog } from "./address-dialog.tsx";
import { Clients } from "./clients.tsx";
import { OnionAddress } from "./onion-address.tsx";
import { problemWords, stateWords, toneOf } from "./tor-words.ts";
import { type Tor, useTor } from "./use-tor.ts";

/** The node's own Tor, for those who may see it: how it is, where the node is reached through it, and its switch. */
export function TorCard() {
  const account = useStore(useApi().login.state, (state) => state.account);
  if (account?.permissions.includes("view_system_metrics") !== true) return null;
  return <Shown canChange={account.permissions.includes("manage_system_config")} />;
}

function Shown({ canChange }: { readonly canChange: boolean }) {
  const { i18n } = useLingui();
  const tor = useTor();
  const { data, error, refetch } = tor.status;
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2}>Tor</Title>
        {data && <NowBadge tone={toneOf[data.state]}>{stateWords(data, i18n)}</NowBadge>}
      </Group>
      {data ? (
        <Stack gap="sm">
          <TorFacts status={data} />
          {canChange && <TorActions status={data} tor={tor} />}
          {canChange && data.onion.address !== null && <Clients address={data.onion.address} />}
        </Stack>
      ) : error ? (
        <ErrorNotice error={error} title={i18n.t("The state of Tor could not be read")} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
    </Card>
  );
}

function TorFacts({ status }: { readonly status: TorStatus }) {
  const { i18n } = useLingui();
  const { onion, problem, state, step, version, circuits } = status;
  return (
    <>
      {state === "off" && (
        <Text c="dimmed">
          {i18n.t("With Tor this node can be reached from anywhere without an open port, by an address of its own.")}
        </Text>
      )}
      {problem && (
        <div role="alert">
          <Text>{problemWords(problem.code, i18n)}</Text>
          <Text c="dimmed">
            {i18n.t("The node says:")}{" "}
            <span lang="en">
              {problem.detail}. {problem.remedy}
            </span>
          </Text>
        </div>
      )}
      {onion.address !== null && <OnionAddress address={onion.address} />}
      {state !== "off" && (
        <Facts
          rows={[
            [
              i18n.t("Can be found"),
              onion.published_at === null ? i18n.t("not yet") : <Moment key="found" at={onion.published_at} />,
            ],
            [
              i18n.t("Who may reach it"),
              onion.clients === 0
                ? i18n.t("whoever knows the address; everybody has to log in")
                : i18n.t("{clients, plural, one {# client with a key} other {# clients with a key}}", { clients: onion.clients }),
            ],
            [i18n.t("Circuits"), String(circuits)],
            ...(version === null ? [] : [[i18n.t("Version"), version] as const]),
            ...(step === ""
              ? []
              : [
                  [
                    i18n.t("At this moment"),
                    <span key="step" lang="en">
                      {step}
                    </span>,
                  ] as const,
                ]),
          ]}
        />
      )}
    </>
  );
}

function TorActions({ status, tor }: { readonly status: TorStatus; readonly tor: Tor }) {
  const { i18n } = useLingui();
  const [asked, setAsked] = useState<"renew" | "remove">();
  const { start, stop, restart, test } = tor;
  const turning = status.wanted ? stop : start;
  const failed = [start.error, stop.error, restart.error].find((error) => error !== null);
  return (
    <>
      <Switch
        label={i18n.t("This node can be reached through Tor")}
        checked={status.wanted}
        disabled={start.isPending || stop.isPending}
        onChange={() => turning.mutate(undefined)}
      />
      {failed && <ErrorNotice error={failed} title={i18n.t("Tor was not switched")} />}
      <Group gap="xs">
        {status.wanted && (
          <Button variant="default" loading={restart.isPending} onClick={() => restart.mutate(undefined)}>
            {status.state === "failed" ? i18n.t("Start it again") : i18n.t("Start it anew")}
          </Button>
        )}
        {status.state === "connected" && (
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
            {i18n.t("Try the address")}
          </Button>
        )}
        {status.onion.address !== null && (
          <>
            <Button variant="subtle" color="gray" onClick={() => setAsked("renew")}>
              {i18n.t("Another address …")}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setAsked("remove")}>
              {i18n.t("Remove the address …")}
            </Button>
          </>
        )}
      </Group>
      {test.error && <ErrorNotice error={test.error} title={i18n.t("The address was not tried")} />}
      {test.data && !test.isPending && (
        <Text role="status">
          {test.data.reached
            ? i18n.t("Reached through the Tor network in {seconds} s.", {
                seconds: formatDecimal(test.data.took_ms / 1_000, 1, i18n.locale),
              })
            : i18n.t("Not reached through the Tor network:")}{" "}
          {!test.data.reached && <span lang="en">{test.data.detail}</span>}
        </Text>
      )}
      {asked && <AddressDialog asked={asked} tor={tor} onClose={() => setAsked(undefined)} />}
    </>
  );
}
