import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { METRICS, type MetricsType } from "@lucid/contract";
import { SegmentedControl, Text, Title } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatBytes, formatCount } from "../../shared/format/index.ts";
import { Card, ErrorNotice } from "../../shared/ui/index.ts";
import classes from "./dashboard.module.css";
import { Line } from "./line.tsx";
import { seriesOf } from "./series.ts";

type Range = "1h" | "24h" | "7d" | "30d";
const KINDS = Object.keys(METRICS) as MetricsType[];
/** The node measures every five minutes. */
const ASK_EVERY_MS = 60_000;

/** What the node measured, drawn over time: no more than that, and nothing between. */
export function Measured() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [range, setRange] = useState<Range>("24h");
  const asked = useQueries({
    queries: KINDS.map((type) =>
      queries.dashboard.metrics.queryOptions({ input: { type, range }, refetchInterval: ASK_EVERY_MS }),
    ),
  });
  const error = asked.find((one) => one.error)?.error;
  const names = metricNames(i18n);
  const lines = KINDS.flatMap((type, place) => {
    const { data } = asked[place] ?? {};
    return data
      ? METRICS[type].map((name) => ({ name, series: seriesOf(data.points, name, Date.parse(data.from), Date.parse(data.to)) }))
      : [];
  });
  return (
    <Card>
      <div className={classes.chartsHead}>
        <Title order={2}>{i18n.t("What was measured")}</Title>
        <SegmentedControl
          size="xs"
          aria-label={i18n.t("How far back")}
          value={range}
          onChange={setRange}
          data={[
            { value: "1h", label: i18n.t("1 hour") },
            { value: "24h", label: i18n.t("1 day") },
            { value: "7d", label: i18n.t("7 days") },
            { value: "30d", label: i18n.t("30 days") },
          ]}
        />
      </div>
      {error && <ErrorNotice error={error} title={i18n.t("What was measured could not be read")} />}
      <div className={classes.charts}>
        {lines.map(({ name, series }) =>
          series ? (
            <Line key={name} name={names[name]} series={series} format={(value) => shown(name, value, i18n)} />
          ) : (
            <Text key={name} c="dimmed" size="sm">
              {i18n.t("{name}: nothing measured in this time", { name: names[name] })}
            </Text>
          ),
        )}
      </div>
    </Card>
  );
}

type MetricName = (typeof METRICS)[MetricsType][number];

const metricNames = (i18n: I18n): Readonly<Record<MetricName, string>> => ({
  load_one_minute: i18n.t("Load of the machine"),
  process_bytes: i18n.t("Memory of the node"),
  memory_free_bytes: i18n.t("Free memory of the machine"),
  open_sessions: i18n.t("Open sessions"),
  stored_bytes: i18n.t("Stored recordings"),
  free_bytes: i18n.t("Free room on the disk"),
  height: i18n.t("Height of the chain"),
});

function shown(name: MetricName, value: number, i18n: I18n): string {
  if (name.endsWith("_bytes")) return formatBytes(value, i18n.locale);
  return name === "load_one_minute"
    ? new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 1 }).format(value)
    : formatCount(value);
}
