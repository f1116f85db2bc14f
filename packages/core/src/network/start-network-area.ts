import type { Area, Caller } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createNetworkRun } from "./create-network-run.ts";
import { createNetworkService } from "./create-network-service.ts";
import type { NetworkSettings } from "./network.settings.ts";
import { networkHealth } from "./network-health.ts";
import type { RecordingsOfNode } from "./network-recordings.ts";
import { createNetworkRepository, networkTables } from "./network-repository.ts";
import { createNetworkViews } from "./network-views.ts";

export interface NetworkAreaDeps {
  readonly sessions: RecordingsOfNode & { find(sessionId: string, caller: Caller): unknown };
}

/**
 * The network of nodes that this one is in, if it is in one. The node's own chain goes on beside it as it was; the network makes the
 * same recordings final by the votes of its members.
 */
export async function startNetworkArea(
  ground: Ground,
  { sessions }: NetworkAreaDeps,
  settings: NetworkSettings & { readonly block_interval: number },
): Promise<Area> {
  const { db, keys } = ground;
  db.attach(networkTables);
  const repository = createNetworkRepository(db);
  await using starting = new AsyncDisposableStack();
  const run = starting.use(createNetworkRun({ ground, repository, sessions, settings }));
  const views = createNetworkViews(repository, run, keys.publicKey);
  const row = repository.current();
  if (row !== undefined) await run.resume(row);
  const running = starting.move();

  return {
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
