import { type Health, isOpen, type NodeStatus, type SessionDefaults } from "@lucid/contract";
import { hashObject } from "@lucid/proof";
import { NETWORK, NODE_KEY } from "./fake-chain.ts";
import { CONSENT, POLICY } from "./fake-sessions.ts";
import type { FakeState } from "./fake-state.ts";

const STARTED_MS = Date.now() - 190_000_000;
const watchOnly = { ...POLICY, input: { mouse: false, keyboard: false } };
const online = { ...POLICY, network: "internet" as const, clipboard: { host_to_remote: true, remote_to_host: false } };

export const offers = (missing: readonly string[]): SessionDefaults => ({
  templates: [
    {
      template_id: "desktop",
      name: "Desktop",
      description: "A window manager, a terminal, files and an editor",
      available: true,
    },
    { template_id: "terminal", name: "Terminal", description: "One terminal, full screen", available: true },
    { template_id: "browser", name: "Browser", description: "One browser, full screen", available: false },
  ],
  policies: [
    {
      policy_id: "standard",
      name: "Standard",
      summary: "Type and click, nothing leaves",
      policy: POLICY,
      policy_hash: hashObject(POLICY),
    },
    {
      policy_id: "online",
      name: "Online",
      summary: "The internet, and pasting in",
      policy: online,
      policy_hash: hashObject(online),
    },
    {
      policy_id: "watch",
      name: "Watch only",
      summary: "Nobody touches anything",
      policy: watchOnly,
      policy_hash: hashObject(watchOnly),
    },
  ],
  consent_text: CONSENT,
  missing: [...missing],
});

const parts = {
  storage: { ok: true, detail: "", last_success: null },
  chain: { ok: true, detail: "solo", last_success: null },
  pipeline: { ok: true, detail: "2 workers", last_success: null },
};

export const statusOf = (state: FakeState): NodeStatus => ({
  node_id: NODE_KEY,
  version: "0.1.0",
  started_at: new Date(STARTED_MS).toISOString(),
  uptime: (Date.now() - STARTED_MS) / 1_000,
  hosting: {
    able: (state.options.missing ?? []).length === 0,
    missing: [...(state.options.missing ?? [])],
    encoder: "libx264",
    sandbox: "bubblewrap",
  },
  sessions: { live: [...state.sessions.values()].filter(isOpen).length, limit: 20 },
  pipeline: { queue_bytes: 2_400_000, queue_limit_bytes: 268_435_456, workers: 2, chunks_stored: 1_730 },
  storage: { used_bytes: 18_400_000_000, free_bytes: 101_600_000_000, total_bytes: 120_000_000_000, health: "healthy" },
  memory: { rss_bytes: 214_000_000, system_free_bytes: 9_100_000_000, system_total_bytes: 16_000_000_000 },
  load: { cpus: 4, one_minute: 0.82, event_loop_p99_ms: 6.4 },
  chain: {
    network_name: "solo",
    network: NETWORK,
    height: state.chain.height(),
    finalized_height: state.chain.height() - 1,
    peers: 0,
  },
  dependencies: parts,
});

export const healthOf = (state: FakeState): Health => ({
  status: (state.options.missing ?? []).length === 0 ? "healthy" : "degraded",
  service: "lucid",
  version: "0.1.0",
  timestamp: new Date().toISOString(),
  environment: "test",
  uptime: (Date.now() - STARTED_MS) / 1_000,
  dependencies: parts,
});
