import { useLingui } from "@lingui/react";
import { HOSTING_OFF, type NodeStatus } from "@lucid/contract";
import { Stack, Text, Title } from "@mantine/core";
import { Suspense } from "react";
import { formatBytes, formatCount, formatDecimal, formatSpan } from "../../shared/format/index.ts";
import { Card, Facts, Figure, Figures, Hash, Mark, Moment, Term, type TermName } from "../../shared/ui/index.ts";
import { TorCard } from "../tor/index.ts";
import { ConfirmClock } from "./confirm-clock.tsx";
import { Meter } from "./meter.tsx";
import classes from "./node.module.css";
import { wordsOfPart } from "./part-words.ts";

/** The event loop is asked to stay below this at its 99th percentile. */
const LOOP_LIMIT_MS = 20;

const term = (name: TermName, text: string) => <Term name={name}>{text}</Term>;

export function NodeDetails({ status }: { readonly status: NodeStatus }) {
  const { i18n } = useLingui();
  const { chain, hosting, load, memory, pipeline, sessions, storage } = status;
  const size = (bytes: number) => formatBytes(bytes, i18n.locale);
  // A busy processor is one in use. It is worth a look when the node itself answers late.
  const isLate = load.event_loop_p99_ms > LOOP_LIMIT_MS;
  const systemUsed = memory.system_total_bytes - memory.system_free_bytes;

  return (
    <>
      <Figures>
        <Figure label={i18n.t("Up for")} value={formatSpan(status.uptime)} />
        <Figure label={i18n.t("Open sessions")} value={sessions.live} note={i18n.t("of {limit}", { limit: sessions.limit })} />
        <Figure
          label={<Term name="block">{i18n.t("Block")}</Term>}
          value={formatCount(chain.height)}
          note={i18n.t("final {height}", { height: formatCount(chain.finalized_height) })}
        />
        <Figure
          label={<Term name="loop">{i18n.t("Slowest answer of the main loop")}</Term>}
          value={`${formatDecimal(load.event_loop_p99_ms, 1, i18n.locale)}\u00a0ms`}
          note={isLate ? i18n.t("above {limit} ms", { limit: LOOP_LIMIT_MS }) : i18n.t("99 of 100")}
        />
      </Figures>
      <div className={classes.grid}>
        <Hosting hosting={hosting} />
        <Card>
          <Title order={2} mb="sm">
            {i18n.t("Resources")}
          </Title>
          <Stack gap="sm">
            <Meter
              label={i18n.t("Processor")}
              share={load.one_minute / load.cpus}
              warnFrom={isLate ? 0.9 : Number.POSITIVE_INFINITY}
              note={i18n.t("load {load} on {cpus, plural, one {# core} other {# cores}}", {
                load: formatDecimal(load.one_minute, 2, i18n.locale),
                cpus: load.cpus,
              })}
            />
            <Meter
              label={i18n.t("Memory of this computer")}
              share={systemUsed / memory.system_total_bytes}
              note={i18n.t("{used} of {total}, the node {own}", {
                used: size(systemUsed),
                total: size(memory.system_total_bytes),
                own: size(memory.rss_bytes),
              })}
            />
            <Meter
              label={i18n.t("Disk")}
              share={1 - storage.free_bytes / storage.total_bytes}
              note={i18n.t("{free} free of {total}", { free: size(storage.free_bytes), total: size(storage.total_bytes) })}
            />
            <Meter
              label={i18n.t("Recording queue")}
              term="queue"
              share={pipeline.queue_bytes / pipeline.queue_limit_bytes}
              warnFrom={0.7}
              note={i18n.t("{queued} of {limit}", {
                queued: size(pipeline.queue_bytes),
                limit: size(pipeline.queue_limit_bytes),
              })}
            />
          </Stack>
        </Card>
        <Card>
          <Title order={2} mb="sm">
            {i18n.t("Recordings")}
          </Title>
          <Facts
            rows={[
              [i18n.t("Recordings take"), size(storage.used_bytes)],
              [term("chunk", i18n.t("Chunks stored")), formatCount(pipeline.chunks_stored)],
              [i18n.t("Workers"), String(pipeline.workers)],
              [term("encoder", i18n.t("Encoder")), hosting.encoder ?? i18n.t("none")],
            ]}
          />
        </Card>
        <Card>
          <Title order={2} mb="sm">
            {i18n.t("Chain")}
          </Title>
          <Facts
            rows={[
              [term("network", i18n.t("Network")), chain.network_name],
              [i18n.t("Network id"), <Hash key="n" value={chain.network} label={i18n.t("network id")} ends={6} />],
              [
                term("peer", i18n.t("Peers")),
                chain.peers === 0 ? i18n.t("none: this node makes the blocks alone") : formatCount(chain.peers),
              ],
              [term("node", i18n.t("Node key")), <Hash key="k" value={status.node_id} label={i18n.t("node key")} ends={6} />],
              [i18n.t("Version"), status.version],
              [i18n.t("Started"), <Moment key="s" at={status.started_at} />],
            ]}
          />
        </Card>
        <Suspense>
          <TorCard />
        </Suspense>
        <Parts dependencies={status.dependencies} />
      </div>
    </>
  );
}

function Hosting({ hosting }: Pick<NodeStatus, "hosting">) {
  const { i18n } = useLingui();
  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("Hosting desktops")}
      </Title>
      <ul className={classes.checks}>
        <li>
          <Mark tone={hosting.able ? "quiet" : "warning"} />
          {hosting.able ? i18n.t("This node can open and record desktops.") : i18n.t("This node cannot open desktops yet.")}
        </li>
        {hosting.missing.map((program) => (
          <li key={program}>
            <Mark tone="warning" />
            {program === HOSTING_OFF
              ? i18n.t("Hosting is switched off in the settings of the node.")
              : i18n.t("{program} is missing", { program })}
          </li>
        ))}
        <li>
          <Mark tone="quiet" />
          <Term name="sandbox">{i18n.t("Sandbox of the programs: {sandbox}", { sandbox: hosting.sandbox })}</Term>
        </li>
      </ul>
      {!hosting.able && !hosting.missing.includes(HOSTING_OFF) && (
        <Text c="dimmed" mt="sm">
          {i18n.t("Run lucid doctor on the computer that runs the node: it says for each what to do.")}
        </Text>
      )}
    </Card>
  );
}

function Parts({ dependencies }: Pick<NodeStatus, "dependencies">) {
  const { i18n } = useLingui();
  const parts = Object.entries(dependencies);
  if (parts.length === 0) return null;
  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("Parts")}
      </Title>
      <ul className={classes.checks}>
        {parts.map(([name, { ok, detail }]) => (
          <li key={name}>
            <Mark tone={ok ? "quiet" : "bad"} />
            <span>
              {wordsOfPart(name, i18n).name}{" "}
              <Text span c="dimmed">
                {ok ? i18n.t("works") : i18n.t("does not work")}
              </Text>
              {!ok && <Text>{wordsOfPart(name, i18n).broken}</Text>}
              {!ok && detail !== "" && (
                <Text c="dimmed">
                  {i18n.t("The node says:")} <span lang="en">{detail}</span>
                </Text>
              )}
              {name === "clock" && !ok && <ConfirmClock />}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
