import { cpus, freemem, loadavg, totalmem } from "node:os";
import { type Health, NodeStatus } from "@lucid/contract";
import { startEventLoopGauge } from "@lucid/foundation";
import type { Area, Services } from "../calls/index.ts";
import { createDatabaseWrite, createProbe, type Ground } from "../ground/index.ts";
import { startNodeEvents } from "./node-events.ts";
import { programsHealth } from "./programs-health.ts";

/** Parts without which a node does less and is well: it hosts nothing, or a session of many has lost a program. */
const DISPENSABLE: ReadonlySet<string> = new Set(["desktops", "programs"]);

export interface NodeAreaOptions {
  readonly environment: string;
  readonly networkId: string;
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
  const known = new Map<string, { readonly ok: boolean; readonly since: string }>();

  /** Since when somebody who asked knows a part to be as it is. */
  function sinceOf(name: string, ok: boolean): string {
    const before = known.get(name);
    if (before?.ok === ok) return before.since;
    const since = new Date(clock.now()).toISOString();
    known.set(name, { ok, since });
    return since;
  }

  async function dependencies(): Promise<Health["dependencies"]> {
    const found = await Promise.all(areas.map(async (area) => area.health?.() ?? {}));
    const parts = found.flatMap((part) => Object.entries(part));
    return Object.fromEntries(parts.map(([name, part]) => [name, { ...part, since: sinceOf(name, part.ok) }]));
  }

  const node: Services["node"] = {
    info: () => ({
      service_name: "lucid",
      version,
      build_date: null,
      environment: options.environment,
      features: ["verify", ...areas.flatMap((area) => area.features ?? [])],
      node_id: ground.keys.publicKey,
      network: options.networkId,
    }),
    async health() {
      const found = await dependencies();
      const broken = Object.entries(found).filter(([, state]) => !state.ok);
      const status = broken.some(([name]) => !DISPENSABLE.has(name)) ? "unhealthy" : broken.length > 0 ? "degraded" : "healthy";
      return {
        status,
        service: "lucid",
        version,
        timestamp: new Date(clock.now()).toISOString(),
        environment: options.environment,
        uptime: uptime(),
        dependencies: found,
      };
    },
    async status() {
      const known = await Promise.all(areas.map(async (area) => area.status?.() ?? {}));
      return NodeStatus.parse({
        ...Object.assign({}, ...known),
        node_id: ground.keys.publicKey,
        version,
        started_at: new Date(startedAt).toISOString(),
        uptime: uptime(),
        memory: { rss_bytes: process.memoryUsage.rss(), system_free_bytes: freemem(), system_total_bytes: totalmem() },
        load: { cpus: cpus().length, one_minute: loadavg()[0] ?? 0, event_loop_p99_ms: eventLoop.p99Seconds() * 1_000 },
        dependencies: await dependencies(),
      });
    },
    events: (_input, caller) => events.follow(caller),
  };

  return {
    services: { node },
    async health() {
      const { failure, last_success } = await writes.look();
      return {
        database: { ok: failure === undefined, detail: failure ?? "can be written", last_success },
        programs: programsHealth(ground.supervisor),
      };
    },
    events: { beat: () => ({ type: "beat", timestamp: new Date(clock.now()).toISOString() }) },
    [Symbol.asyncDispose]: async () => parts.dispose(),
  };
}
