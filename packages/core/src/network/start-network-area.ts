import type { Area, Caller } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createNetworkRun } from "./create-network-run.ts";
import { createNetworkService } from "./create-network-service.ts";
import type { SoloChain } from "./earlier-chains.ts";
import type { NetworkSettings } from "./network.settings.ts";
import { networkHealth } from "./network-health.ts";
import type { RecordingsOfNode } from "./network-recordings.ts";
import { type ChangeRow, createNetworkRepository, networkTables } from "./network-repository.ts";
import { createNetworkViews } from "./network-views.ts";

/** A change of the membership that another node asks for, on which nothing was said here. */
export interface AskedChange extends Pick<ChangeRow, "network" | "public_key" | "kind" | "proposed_by" | "expires_at"> {
  readonly network_name: string;
}

export interface NetworkArea extends Area {
  /** What waits for the word of whoever runs this node. */
  asked(): readonly AskedChange[];
  /** What is final in the network that this node is a member of; undefined where it is in none, or that is not open. */
  finalBlocks(): FinalBlocks | undefined;
  readonly recordings: FinalRecordings;
}

/** Recordings of this node that networks have made final. */
export interface FinalRecordings {
  count(network: string): number;
  sessions(network: string): readonly string[];
  /** Of the block that holds it. */
  height(network: string, sessionId: string): number | undefined;
  /** The network of the newest proof of a session. */
  newestNetwork(sessionId: string): string | undefined;
}

/** The final blocks of a network. */
export interface FinalBlocks {
  readonly network: string;
  readonly slotMs: number;
  /** Of the newest final block. */
  readonly height: number;
  hashAt(height: number): string | undefined;
}

export interface NetworkAreaDeps {
  readonly sessions: RecordingsOfNode & { find(sessionId: string, caller: Caller): unknown };
  readonly chain: { readonly read: SoloChain };
}

/**
 * The network of nodes that this one is in, if it is in one. The node's own chain goes on beside it as it was; the network makes the
 * same recordings final by the votes of its members.
 */
export async function startNetworkArea(
  ground: Ground,
  { sessions, chain }: NetworkAreaDeps,
  settings: NetworkSettings & { readonly block_interval: number },
): Promise<NetworkArea> {
  const { db, keys } = ground;
  db.attach(networkTables);
  const repository = createNetworkRepository(db);
  await using starting = new AsyncDisposableStack();
  const run = starting.use(createNetworkRun({ ground, repository, sessions, settings, solo: chain.read }));
  const views = createNetworkViews(repository, run, keys.publicKey);
  const row = repository.current();
  if (row !== undefined) await run.resume(row);
  const running = starting.move();

  return {
    asked() {
      const joined = repository.current();
      if (joined === undefined) return [];
      const { network: network_name } = JSON.parse(joined.genesis) as { readonly network: string };
      return repository
        .changes(joined.hash)
        .filter(({ decision }) => decision === "open")
        .map((change) => ({ ...change, network_name }));
    },
    finalBlocks() {
      if (repository.current()?.state !== "member" || run.joined === undefined) return undefined;
      const { engine, network } = run.joined;
      const slotMs = network.genesis.parameters.slot_duration * 1_000;
      return { network: network.hash, slotMs, height: engine.tree.final.height, hashAt: engine.canonicalHash };
    },
    recordings: {
      count: repository.countProven,
      sessions: repository.provenIn,
      height: repository.provenHeight,
      newestNetwork: repository.newestNetwork,
    },
    services: {
      network: createNetworkService({ ground, repository, run, views, find: sessions.find, settings }),
    },
    events: {
      network: (_id, { principal }) =>
        principal?.permissions.has("view_blockchain_info") === true ? { type: "network", status: views.status() } : undefined,
    },
    health: () => networkHealth(run, repository.current() !== undefined),
    features: ["network"],
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
