import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Alert, DashboardOverview } from "@lucid/contract";
import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { formatBytes, formatCount, formatSpan } from "../../shared/format/index.ts";
import {
  Badge,
  Card,
  ErrorNotice,
  Facts,
  Figure,
  Figures,
  Moment,
  NowBadge,
  PageHeader,
  type Tone,
  Waiting,
} from "../../shared/ui/index.ts";
import { wordsOfPart } from "../node/index.ts";
import { alertWords } from "./alert-words.ts";
import classes from "./dashboard.module.css";
import { Measured } from "./measured.tsx";

/** The stream carries no figures of the machine: asked for again while this page is open. */
const ASK_EVERY_MS = 5_000;

const toneOf = { healthy: "quiet", warning: "warning", critical: "bad", maintenance: "bad" } as const satisfies Record<
  DashboardOverview["system_status"],
  Tone
>;
const statusWords = (i18n: I18n): Record<DashboardOverview["system_status"], string> => ({
  healthy: i18n.t("healthy"),
  warning: i18n.t("needs attention"),
  critical: i18n.t("not working"),
  maintenance: i18n.t("emergency in force"),
});

/** The node at a glance: what asks for somebody comes first, and every number leads to what it counts. */
export function DashboardPage() {
  const { i18n } = useLingui();
  const { data, error, refetch } = useQuery(useApi().queries.dashboard.overview.queryOptions({ refetchInterval: ASK_EVERY_MS }));
  return (
    <>
      <PageHeader
        title={i18n.t("Dashboard")}
        badge={data && !error && <NowBadge tone={toneOf[data.system_status]}>{statusWords(i18n)[data.system_status]}</NowBadge>}
      />
      {data ? (
        <>
          <Numbers overview={data} />
          <Stack maw={860} gap="sm">
            <Alerts alerts={data.alerts} />
            <Measured />
            <Parts uptime={data.system_uptime} />
          </Stack>
        </>
      ) : error ? (
        <ErrorNotice error={error} title={i18n.t("The dashboard could not be read")} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
    </>
  );
}

function Numbers({ overview }: { readonly overview: DashboardOverview }) {
  const { i18n } = useLingui();
  const { sessions, people, blockchain, storage } = overview;
  return (
    <Figures>
      <Figure
        label={i18n.t("Sessions now")}
        value={
          <Link to="/admin/sessions" search={{ state: "live" }} className={classes.number}>
            {formatCount(sessions.open)}
          </Link>
        }
        note={
          <Link to="/admin/sessions" className={classes.number}>
            {i18n.t("of {total} kept", { total: formatCount(sessions.total) })}
          </Link>
        }
      />
      <Figure
        label={i18n.t("People")}
        value={
          <Link to="/admin/people" className={classes.number}>
            {formatCount(people.total)}
          </Link>
        }
        note={i18n.t("{count} logged in", { count: formatCount(people.logged_in) })}
      />
      <Figure
        label={i18n.t("Chain")}
        value={
          <Link to="/chain" className={classes.number}>
            {i18n.t("block {height}", { height: formatCount(blockchain.height) })}
          </Link>
        }
        note={i18n.t("final to {height}", { height: formatCount(blockchain.finalized_height) })}
      />
      <Figure
        label={i18n.t("Storage")}
        value={
          <Link to="/node" className={classes.number}>
            {formatBytes(storage.used_bytes, i18n.locale)}
          </Link>
        }
        note={<span className={classes.note}>{forecastWords(storage, i18n)}</span>}
      />
    </Figures>
  );
}

function forecastWords({ forecast, free_bytes }: DashboardOverview["storage"], i18n: I18n): string {
  switch (forecast.kind) {
    case "measuring":
      return i18n.t("not enough measured yet to say when it is full");
    case "not-growing":
      return i18n.t("does not grow, {free} free", { free: formatBytes(free_bytes, i18n.locale) });
    case "full-in":
      return forecast.days > 3_650
        ? i18n.t("full in more than ten years")
        : i18n.t("{days, plural, =0 {full today} one {full in # day} other {full in # days}}", {
            days: Math.floor(forecast.days),
          });
  }
}

const alertTone = { critical: "bad", warning: "warning", info: "quiet" } as const satisfies Record<Alert["severity"], Tone>;

function Alerts({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { i18n } = useLingui();
  const severities: Record<Alert["severity"], string> = {
    critical: i18n.t("critical"),
    warning: i18n.t("warning"),
    info: i18n.t("to know"),
  };
  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("What asks for you")}
      </Title>
      {alerts.length === 0 && <Text c="dimmed">{i18n.t("Nothing asks for you.")}</Text>}
      <ul className={classes.list}>
        {alerts.map((alert) => {
          const { what, next, to } = alertWords(alert, i18n);
          return (
            <li key={`${alert.code} ${alert.data["part"] ?? alert.data["action"] ?? ""}`}>
              <Badge tone={alertTone[alert.severity]}>{severities[alert.severity]}</Badge>
              <div className={classes.words}>
                <Link to={to} className={classes.number}>
                  {what}
                </Link>
                <Text c="dimmed">{next}</Text>
                {alert.since !== null && (
                  <Text c="dimmed" size="sm" component="div">
                    {i18n.t("since")} <Moment at={alert.since} />
                  </Text>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

const partTone = { healthy: "quiet", warning: "warning", critical: "bad" } as const satisfies Record<string, Tone>;

/** Each part by its own last success. */
function Parts({ uptime }: { readonly uptime: number }) {
  const { i18n } = useLingui();
  const { data, error } = useQuery(useApi().queries.dashboard.health.queryOptions({ refetchInterval: ASK_EVERY_MS }));
  const words = { healthy: i18n.t("works"), warning: i18n.t("does not work"), critical: i18n.t("does not work") };
  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("Parts of the node")}
      </Title>
      <Text mb="sm">
        <Link to="/node" className={classes.number}>
          {i18n.t("Running for {span}", { span: formatSpan(uptime) })}
        </Link>
      </Text>
      {error && <ErrorNotice error={error} title={i18n.t("The parts could not be read")} />}
      <Facts
        rows={(data?.components ?? []).map(({ name, status, last_success }) => [
          wordsOfPart(name, i18n).name,
          <span key={name} className={classes.part}>
            <Badge tone={partTone[status]}>{words[status]}</Badge>
            {last_success !== null && (
              <Text c="dimmed" size="sm" component="span">
                {i18n.t("last at work")} <Moment at={last_success} />
              </Text>
            )}
          </span>,
        ])}
      />
    </Card>
  );
}
