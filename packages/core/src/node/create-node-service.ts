import { cpus, freemem, loadavg, totalmem } from "node:os";
import type { Chain } from "@lucid/chain";
import type { Health, NodeStatus, Session, STAGES } from "@lucid/contract";
import { sessionErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { ChunkStore, Sealer } from "@lucid/pipeline";
import type { Caller, NodeService } from "../gateway/index.ts";
import type { NodeEvents } from "./node-events.ts";

/** Share of the disk above which storage is reported as a warning, and as critical. */
const STORAGE_WARNING = 0.8;
const STORAGE_CRITICAL = 0.95;

export interface NodeServiceDeps {
  readonly clock: Clock;
  readonly version: string;
  readonly environment: string;
  readonly nodeId: string;
  readonly chain: Chain;
  readonly sealer: Sealer;
  readonly store: ChunkStore;
  readonly hosting: NodeStatus["hosting"];
  readonly sessionLimit: number;
  readonly eventLoopP99Ms: () => number;
  readonly events: NodeEvents;
  readonly sessions: {
    readonly live: () => number;
    /** Undefined when the caller may not see it. */
    readonly view: (sessionId: string, caller: Caller) => Session | undefined;
    readonly stage: (sessionId: string) => (typeof STAGES)[number] | null;
    readonly retry: (sessionId: string, caller: Caller) => Promise<Session>;
  };
}

/** Health, status and events of the node, and the pipeline and storage parts of the contract. */
export function createNodeService(deps: NodeServiceDeps): NodeService {
  const { clock, chain, sealer, store } = deps;
  const startedAt = clock.now();
  const iso = (ms: number): string => new Date(ms).toISOString();
  const uptime = (): number => (clock.now() - startedAt) / 1_000;

  async function storage(): Promise<NodeStatus["storage"]> {
    const usage = await store.usage();
    const total = usage.totalBytes ?? usage.bytes;
    const free = usage.freeBytes ?? 0;
    const share = total === 0 ? 0 : 1 - free / total;
    return {
      used_bytes: usage.bytes,
      free_bytes: free,
      total_bytes: total,
      health: share >= STORAGE_CRITICAL ? "critical" : share >= STORAGE_WARNING ? "warning" : "healthy",
    };
  }

  async function dependencies(): Promise<Health["dependencies"]> {
    const disk = await storage();
    const head = chain.head();
    return {
      storage: { ok: disk.health !== "critical", detail: `${Math.round(disk.free_bytes / 1_048_576)} MiB free` },
      chain: { ok: true, detail: `block ${head.height}` },
      pipeline: { ok: sealer.gauges().workers > 0, detail: `${sealer.gauges().workers} workers` },
      desktops: {
        ok: deps.hosting.able,
        detail: deps.hosting.able ? `recorded with ${deps.hosting.encoder}` : `missing: ${deps.hosting.missing.join(", ")}`,
      },
    };
  }

  return {
    info: () => ({
      service_name: "lucid",
      version: deps.version,
      build_date: null,
      environment: deps.environment,
      features: deps.hosting.able ? ["verify", "chain", "desktops"] : ["verify", "chain"],
      node_id: deps.nodeId,
      network: chain.network,
    }),
    async health() {
      const found = await dependencies();
      const broken = Object.entries(found).filter(([, state]) => !state.ok);
      const status = broken.some(([name]) => name !== "desktops") ? "unhealthy" : broken.length > 0 ? "degraded" : "healthy";
      return {
        status,
        service: "lucid",
        version: deps.version,
        timestamp: iso(clock.now()),
        environment: deps.environment,
        uptime: uptime(),
        dependencies: found,
      };
    },
    version: () => ({ api_version: "v1", gateway_version: deps.version, supported_versions: ["v1"], deprecation_notice: null }),
    async status() {
      const gauges = sealer.gauges();
      const info = chain.read.info();
      return {
        node_id: deps.nodeId,
        version: deps.version,
        started_at: iso(startedAt),
        uptime: uptime(),
        hosting: deps.hosting,
        sessions: { live: deps.sessions.live(), limit: deps.sessionLimit },
        pipeline: {
          queue_bytes: gauges.activeBytes + gauges.waitingBytes,
          queue_limit_bytes: gauges.maxActiveBytes,
          workers: gauges.workers,
          chunks_stored: gauges.sealed,
        },
        storage: await storage(),
        memory: { rss_bytes: process.memoryUsage.rss(), system_free_bytes: freemem(), system_total_bytes: totalmem() },
        load: { cpus: cpus().length, one_minute: loadavg()[0] ?? 0, event_loop_p99_ms: deps.eventLoopP99Ms() },
        chain: {
          network_name: info.network_name,
          network: info.network,
          height: info.current_height,
          finalized_height: info.finalized_height,
          peers: 0,
        },
        dependencies: await dependencies(),
      };
    },
    events: (_input, caller) => deps.events.follow(caller),
    pipelineStatus() {
      const gauges = sealer.gauges();
      return {
        active: deps.sessions.live() > 0,
        processing_count: gauges.active,
        queue_size: gauges.waiting,
        queue_bytes: gauges.activeBytes + gauges.waitingBytes,
        workers_active: Math.min(gauges.active, gauges.workers),
        workers_total: gauges.workers,
        last_processed: null,
        average_processing_time: 0,
      };
    },
    sessionPipeline(input, caller) {
      const session = deps.sessions.view(input.session_id, caller);
      if (!session) throw sessionErrors.SESSION_NOT_FOUND();
      const stage = deps.sessions.stage(input.session_id);
      return {
        session_id: input.session_id,
        status: session.pipeline_status,
        progress_percentage:
          session.chunk_count === 0 ? 0 : Math.round((100 * session.anchored_chunk_count) / session.chunk_count),
        current_stage: stage ?? (session.pipeline_status === "processing" ? "anchoring" : null),
        started_at: session.started_at,
        completed_at: session.completed_at,
        error_message: session.error_message,
      };
    },
    process: (input, caller) => deps.sessions.retry(input.session_id, caller),
    async storageStatus() {
      const usage = await store.usage();
      const disk = await storage();
      return {
        total_capacity: disk.total_bytes,
        used_capacity: disk.used_bytes,
        available_capacity: disk.free_bytes,
        session_count: (await store.sessions()).length,
        chunk_count: usage.chunks,
        compression_ratio: null,
        last_cleanup: null,
        health_status: disk.health,
      };
    },
  };
}
