import { cpus, freemem, loadavg, totalmem } from "node:os";
import { commonErrors, type LogEntry, NodeStatus, type SetupFacts } from "@lucid/contract";
import { startEventLoopGauge } from "@lucid/foundation";
import type { Area, Services } from "../calls/index.ts";
import { createDatabaseWrite, createProbe, type Ground } from "../ground/index.ts";
import { certificatesHealth, type NodeCertificates } from "./certificates-health.ts";
import { createClockHealth } from "./clock-health.ts";
import { startNodeEvents } from "./node-events.ts";
import { createNodeHealth } from "./node-health.ts";
import { type ReportSetting, writeProblemReport } from "./problem-report.ts";
import { programsHealth } from "./programs-health.ts";
import { viewUnit } from "./view-unit.ts";

export interface NodeAreaOptions {
  readonly environment: () => string;
  readonly networkId: string;
  readonly settings: () => readonly ReportSetting[];
  /** @throws SETUP_CODE_INVALID. */
  readonly checkSetupCode: (code: string) => void;
  readonly beforeSetup: () => SetupFacts;
  /** Lines of the log for a problem report, oldest first. */
  readonly recentLog: () => Promise<readonly LogEntry[]>;
  readonly certificates: NodeCertificates;
}

/** What a node says of itself: put together from what each area knows of its part. `areas` may still grow. */
export function startNodeArea(ground: Ground, areas: readonly Area[], options: NodeAreaOptions): Area {
  const { clock, version, metrics } = ground;
  const startedAt = clock.now();
  const startedElapsed = clock.elapsed();
  const uptime = (): number => (clock.elapsed() - startedElapsed) / 1_000;
  const parts = new DisposableStack();
  const eventLoop = parts.use(startEventLoopGauge({ registry: metrics, clock }));
  const events = parts.use(startNodeEvents(ground, areas));

  const writes = createProbe(clock, createDatabaseWrite(ground.db.write));
  const clockHealth = createClockHealth(clock, ground.time.watch);
  const lookAtHealth = createNodeHealth(clock, areas);

  const node: Services["node"] = {
    lookBeforeSetup({ setup_code }) {
      options.checkSetupCode(setup_code);
      return options.beforeSetup();
    },
    info: () => ({
      service_name: "lucid",
      version,
      build_date: null,
      environment: options.environment(),
      features: ["verify", ...areas.flatMap((area) => area.features ?? [])],
      node_id: ground.keys.publicKey,
      network: options.networkId,
    }),
    async health() {
      return {
        ...(await lookAtHealth()),
        service: "lucid",
        version,
        timestamp: new Date(clock.now()).toISOString(),
        environment: options.environment(),
        uptime: uptime(),
        event_loop_p99_ms: eventLoop.p99Seconds() * 1_000,
      };
    },
    async status(_input, caller) {
      const known = await Promise.all(areas.map(async (area) => area.status?.(caller) ?? {}));
      return NodeStatus.parse({
        ...Object.assign({}, ...known),
        node_id: ground.keys.publicKey,
        version,
        started_at: new Date(startedAt).toISOString(),
        uptime: uptime(),
        memory: { rss_bytes: process.memoryUsage.rss(), system_free_bytes: freemem(), system_total_bytes: totalmem() },
        load: { cpus: cpus().length, one_minute: loadavg()[0] ?? 0, event_loop_p99_ms: eventLoop.p99Seconds() * 1_000 },
        dependencies: (await lookAtHealth()).dependencies,
      });
    },
    events: (_input, caller) => events.follow(caller),
    async problemReport() {
      const { dependencies } = await lookAtHealth();
      const text = writeProblemReport({
        version,
        madeAt: new Date(clock.now()).toISOString(),
        uptime: uptime(),
        settings: options.settings(),
        parts: dependencies,
        units: ground.supervisor.units().map(viewUnit),
        machine: [
          ["cores", `${cpus().length}, load ${loadavg()[0]?.toFixed(1)}`],
          ["memory", `${Math.round(totalmem() / 1_048_576)} MiB, free ${Math.round(freemem() / 1_048_576)} MiB`],
          ["memory of the node", `${Math.round(process.memoryUsage.rss() / 1_048_576)} MiB`],
          ["event loop, p99", `${Math.round(eventLoop.p99Seconds() * 1_000)} ms`],
        ],
        log: await options.recentLog(),
      });
      return { text };
    },
    units: () => ({ units: ground.supervisor.units().map(viewUnit) }),
    retryUnit(input) {
      if (!ground.supervisor.retry(input.unit_id)) throw commonErrors.NOT_FOUND();
      return { message: "It is started again" };
    },
    confirmClock() {
      ground.time.watch.confirm();
      return { message: "The clock is believed as it is" };
    },
  };

  return {
    services: { node },
    async health() {
      const { failure, last_success } = await writes.look();
      const database = { ok: failure === undefined, detail: failure ?? "can be written", last_success };
      const programs = { ...programsHealth(ground.supervisor), optional: true };
      const certificates = certificatesHealth(options.certificates, clock.now());
      return {
        ...{ database, programs, clock: { ...clockHealth(), optional: true } },
        ...(certificates && { certificates: { ...certificates, optional: true } }),
      };
    },
    events: { beat: () => ({ type: "beat", timestamp: new Date(clock.now()).toISOString() }) },
    [Symbol.asyncDispose]: async () => parts.dispose(),
  };
}
