import { cpus, freemem, loadavg, totalmem } from "node:os";
import { type Alert, type DashboardOverview, METRICS } from "@lucid/contract";
import type { ChunkStore } from "@lucid/pipeline";
import type { Area, PartReports } from "../calls/index.ts";
import type { EmergencyBook } from "../emergency/index.ts";
import type { Ground } from "../ground/index.ts";
import type { LoginsArea } from "../logins/index.ts";
import type { LucidChainArea } from "../lucid-chain/index.ts";
import type { Announcer } from "../notifications/index.ts";
import type { Accounts } from "../people/index.ts";
import type { SessionsArea } from "../sessions/index.ts";
import { createAlertBook, findAlerts } from "./alerts.ts";
import { forecastStorage } from "./forecast.ts";
import { createSampleRepository, sampleTables } from "./sample-repository.ts";
import { createToldAlerts } from "./told-alerts.ts";

const SAMPLE_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEPT_MS = 30 * DAY_MS;
/** What the forecast looks back: a week has its week-end. */
const FORECAST_MS = 7 * DAY_MS;
/** Rules are looked at so often, also when nobody asks: what has to last is seen to last. */
const LOOK_MS = 30_000;
const RANGES = { "1h": HOUR_MS, "24h": DAY_MS, "7d": 7 * DAY_MS, "30d": KEPT_MS };

export interface DashboardDeps {
  /** All areas of the node: each knows how its parts are. */
  readonly areas: readonly Pick<Area, "health" | "alerts">[];
  readonly accounts: Pick<Accounts, "activeSuperAdmins" | "count">;
  readonly logins: Pick<LoginsArea, "loggedIn">;
  readonly sessions: Pick<SessionsArea, "openCount" | "totals">;
  readonly chain: LucidChainArea["chain"];
  readonly store: Pick<ChunkStore, "usage">;
  readonly emergency: Pick<EmergencyBook, "notices">;
  readonly announce: Announcer["announce"];
}

/** The node at a glance, for who looks after it: counts that are kept, what was measured, and what asks for somebody. */
export async function startDashboard(ground: Ground, deps: DashboardDeps): Promise<Area> {
  const { clock, db, log, time } = ground;
  db.attach(sampleTables);
  const samples = createSampleRepository(db);
  const alertsOf = createAlertBook(clock);
  const tellAlerts = createToldAlerts({ db, steadyNow: () => time.steady.now(), announce: deps.announce });
  const startedElapsed = clock.elapsed();
  let alerts: Alert[] = [];

  async function readParts(): Promise<PartReports> {
    const reports = await Promise.all(deps.areas.map(async (area) => area.health?.() ?? {}));
    return Object.assign({}, ...reports);
  }

  const readTold = async () => (await Promise.all(deps.areas.map(async (area) => (await area.alerts?.()) ?? []))).flat();

  async function readStorage(): Promise<DashboardOverview["storage"]> {
    const { bytes, freeBytes, totalBytes } = await deps.store.usage();
    const now = time.steady.now();
    const forecast = forecastStorage(samples.since(now - FORECAST_MS, now), freeBytes ?? 0);
    return { used_bytes: bytes, free_bytes: freeBytes ?? 0, total_bytes: totalBytes ?? bytes, forecast };
  }

  const readResources = (): DashboardOverview["resources"] => ({
    cpus: cpus().length,
    load_one_minute: loadavg()[0] ?? 0,
    memory_total_bytes: totalmem(),
    memory_free_bytes: freemem(),
    process_bytes: process.memoryUsage.rss(),
  });

  function readChain(): DashboardOverview["blockchain"] {
    const { current_height: height, finalized_height, total_transactions: transactions } = deps.chain.read.info();
    return { height, finalized_height, transactions };
  }

  async function look() {
    const [parts, storage, told] = await Promise.all([readParts(), readStorage(), readTold()]);
    const seen = { resources: readResources(), blockchain: readChain(), storage };
    const emergencies = deps.emergency.notices();
    const superAdmins = deps.accounts.activeSuperAdmins().length;
    alerts = alertsOf(findAlerts({ ...seen, parts, told, emergencies, superAdmins }));
    try {
      tellAlerts(alerts);
    } catch (error) {
      log.error({ err: error }, "alerts could not be told");
    }
    return { ...seen, superAdmins, isInMaintenance: emergencies.length > 0 };
  }

  function statusOf(isInMaintenance: boolean): DashboardOverview["system_status"] {
    if (isInMaintenance) return "maintenance";
    if (alerts.some(({ severity }) => severity === "critical")) return "critical";
    return alerts.some(({ severity }) => severity === "warning") ? "warning" : "healthy";
  }

  async function sample(): Promise<void> {
    const { bytes, freeBytes } = await deps.store.usage();
    const { load_one_minute, process_bytes, memory_free_bytes } = readResources();
    const steady = time.steady.now();
    samples.insert({
      steady,
      at: clock.now(),
      ...{ load_one_minute, process_bytes, memory_free_bytes },
      open_sessions: deps.sessions.openCount(),
      stored_bytes: bytes,
      free_bytes: freeBytes ?? 0,
      height: deps.chain.read.info().current_height,
    });
    samples.forgetBefore(steady - KEPT_MS);
  }

  const failed = (error: unknown): void => log.error({ err: error }, "the dashboard could not measure");
  await using starting = new AsyncDisposableStack();
  starting.use(ground.every(SAMPLE_MS, () => void sample().catch(failed)));
  starting.use(ground.every(LOOK_MS, () => void look().catch(failed)));
  const running = starting.move();

  return {
    services: {
      dashboard: {
        async overview() {
          const { superAdmins, isInMaintenance, ...seen } = await look();
          const { total, size } = deps.sessions.totals();
          return {
            ...seen,
            system_status: statusOf(isInMaintenance),
            system_uptime: (clock.elapsed() - startedElapsed) / 1_000,
            people: { total: deps.accounts.count(), logged_in: deps.logins.loggedIn().length, super_admins: superAdmins },
            sessions: { open: deps.sessions.openCount(), total, size_bytes: size },
            alerts,
          };
        },
        metrics({ type, range }) {
          const now = time.steady.now();
          const points = samples.since(now - RANGES[range], now).flatMap((sample) =>
            METRICS[type].map((metric_name) => ({
              timestamp: new Date(sample.at).toISOString(),
              metric_name,
              value: sample[metric_name],
              service: "lucid" as const,
            })),
          );
          const to = clock.now();
          return { points, from: new Date(to - RANGES[range]).toISOString(), to: new Date(to).toISOString() };
        },
        async health() {
          const components = Object.entries(await readParts()).map(([name, { ok, optional, detail, last_success }]) => ({
            name,
            status: ok ? ("healthy" as const) : optional === true ? ("warning" as const) : ("critical" as const),
            ...{ detail, last_success },
          }));
          return { components };
        },
      },
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
