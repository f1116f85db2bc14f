import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openDatabase, systemRandomness } from "@lucid/foundation";
import { silentLog, type TestClock } from "@lucid/foundation/testing";
import { v2 } from "@lucid/proof";
import { Registry } from "prom-client";
import { nodeMigrations, openNodeKeys } from "../../ground/index.ts";
import { refused } from "../membership-changes.ts";
import { loadNetworkModule } from "../network-module.ts";
import { createNetworkRepository, networkTables } from "../network-repository.ts";
import { networkFolder } from "../stored-networks.ts";

/** Height of the head and of the final block when the node stopped. */
export interface Lived {
  readonly network: v2.Network;
  readonly height: number;
  readonly final: number;
}

/** What a node leaves in its data folder that lived for a while as the only member of a network, which it founds the first time. */
export async function liveInNetwork(data: string, clock: TestClock, forMs: number): Promise<Lived> {
  const keys = await openNodeKeys(data, systemRandomness);
  const module = await loadNetworkModule();
  using db = openDatabase({ path: join(data, "node.db"), migrations: nodeMigrations, synchronous: "normal" });
  db.attach(networkTables);
  const repository = createNetworkRepository(db);
  const known = repository.current();
  const genesis = { name: "home", startsAtMs: clock.now(), publicKey: keys.publicKey, blockInterval: 10 };
  const opened = v2.openNetwork(known ? JSON.parse(known.genesis) : module.createNetworkGenesis(genesis));
  if (!opened.ok) throw new Error(opened.failure.reason);
  const network = opened.value;
  if (known === undefined) {
    const root = JSON.stringify({ height: 0, hash: network.hash });
    const row = { hash: network.hash, genesis: JSON.stringify(network.genesis), since: clock.now(), root };
    repository.enter({ ...row, state: "member", addresses: "[]", inviter: null, token: null });
  }
  const folder = networkFolder(data, network.hash);
  mkdirSync(folder, { recursive: true });
  await using running = await module.startNetwork(
    {
      ...{ clock, log: silentLog, metrics: new Registry(), keys },
      identity: { publicKey: keys.publicKey, sign: keys.signBytes },
      onUpdate: () => undefined,
      onFailure: (error) => {
        throw error;
      },
      onRequest: () => refused("not_ready"),
    },
    { network, folder, listen: ["127.0.0.1:0"], dial: [], archiveAfterDays: 0 },
  );
  clock.advance(forMs);
  const { head, final } = running.engine.tree;
  return { network, height: head.height, final: final.height };
}
