import { mkdirSync } from "node:fs";
import { v2 } from "@lucid/proof";
import { openTestGround, type TestGround } from "../../ground/testing/open-test-ground.ts";
import { refused } from "../membership-changes.ts";
import { type Joined, loadNetworkModule } from "../network-module.ts";
import { createNetworkRepository, type NetworkRepository, networkTables } from "../network-repository.ts";

export interface LoneNetwork extends AsyncDisposable {
  readonly ground: TestGround;
  readonly repository: NetworkRepository;
  readonly joined: Joined;
}

/** A network whose only member this node is, under a clock that stands still. */
export async function openLoneNetwork(): Promise<LoneNetwork> {
  await using opening = new AsyncDisposableStack();
  const ground = opening.use(await openTestGround());
  const { clock, log, metrics, keys, folder, db } = ground;
  db.attach(networkTables);
  const repository = createNetworkRepository(db);
  const module = await loadNetworkModule();
  const opened = v2.openNetwork(
    module.createNetworkGenesis({ name: "home", startsAtMs: clock.now(), publicKey: keys.publicKey, blockInterval: 10 }),
  );
  if (!opened.ok) throw new Error(opened.failure.reason);
  const network = opened.value;
  const place = folder.file("network");
  mkdirSync(place);
  const running = opening.use(
    await module.startNetwork(
      {
        ...{ clock, log, metrics, keys, identity: { publicKey: keys.publicKey, sign: keys.signBytes } },
        onUpdate: () => undefined,
        onFailure: (error) => {
          throw error;
        },
        onRequest: () => refused("not_ready"),
      },
      { network, folder: place, listen: ["127.0.0.1:0"], dial: [], archiveAfterDays: 0 },
    ),
  );
  const root = JSON.stringify({ height: 0, hash: network.hash });
  const row = { hash: network.hash, genesis: JSON.stringify(network.genesis), since: clock.now(), root };
  repository.enter({ ...row, state: "member", addresses: "[]", inviter: null, token: null });
  const moved = opening.move();
  return { ground, repository, joined: { ...running, module }, [Symbol.asyncDispose]: () => moved.disposeAsync() };
}
