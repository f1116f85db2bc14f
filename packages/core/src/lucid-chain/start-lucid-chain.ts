import {
  type Chain,
  type ChainTransport,
  type Checkpointer,
  createCheckpointer,
  openChainDatabase,
  openSignStateFile,
  SignStateDamagedError,
  startChain,
} from "@lucid/chain";
import type { NodeEvent } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import { createDatabaseWrite, createProbe, damagedFile, type Ground, unusable } from "../ground/index.ts";
import { createChainHealth } from "./chain-health.ts";
import { createChainFinder } from "./create-chain-finder.ts";
import { createChainService } from "./create-chain-service.ts";
import { openGenesis } from "./open-genesis.ts";
import { type Networks, openNetworks } from "./open-networks.ts";

export interface LucidChainGround extends Ground {
  /** How the chain reaches other nodes. */
  readonly transport?: ChainTransport | undefined;
}

export interface LucidChainArea extends Area {
  readonly chain: Chain;
  readonly checkpointer: Checkpointer;
  readonly networks: Networks;
}

/**
 * This node's part of `lucid_blocks`, alone where there is no transport.
 * @throws DataFolderError when the chain in the folder cannot go on.
 */
export async function startLucidChain(
  ground: LucidChainGround,
  options: { readonly blockInterval: number },
): Promise<LucidChainArea> {
  const { clock, log, metrics, keys, folder, changes, transport } = ground;
  const genesis = await ground.inFolder(() => openGenesis(ground, options.blockInterval));
  await using starting = new AsyncDisposableStack();
  const db = starting.use(await ground.inFolder(() => openChainDatabase(folder.file("chain.db")), "chain.db"));
  const signState = openSignStateFile(folder.file("sign-state.json"));
  const chain = starting.use(
    await startChain({ clock, db, keys, signState, log, metrics, ...(transport && { transport }) }, { genesis }).catch(
      (cause: unknown) => {
        if (cause instanceof SignStateDamagedError) throw damagedFile(folder.file("sign-state.json"), cause.message, { cause });
        throw unusable(folder.path, cause, "chain.db");
      },
    ),
  );
  const networks = starting.use(await ground.inFolder(() => openNetworks(ground, chain)));
  const checkpointer = starting.use(createCheckpointer({ clock, chain, log }));
  starting.use(chain.read.onBlock(() => changes.publish({ topic: "head", id: "" })));
  starting.use(chain.read.onFinal(() => changes.publish({ topic: "head", id: "" })));
  const writes = createProbe(clock, createDatabaseWrite(db.write));
  const health = starting.use(createChainHealth({ clock, chain, writes }));
  const running = starting.move();

  return {
    chain,
    checkpointer,
    networks,
    services: {
      chain: createChainService(chain, networks, (id) => changes.publish({ topic: "transaction", id })),
    },
    finder: createChainFinder(chain.read),
    events: {
      head: () => headEvent(chain),
      transaction: (id) => ({ type: "transaction", transaction_id: id }),
    },
    features: ["chain"],
    health: async () => ({ chain: await health.look() }),
    status() {
      const { network_name, network, current_height: height, finalized_height } = chain.read.info();
      return { chain: { network_name, network, height, finalized_height, peers: 0 } };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function headEvent(chain: Chain): NodeEvent {
  const { height, hash, time } = chain.read.head();
  const timestamp = new Date(time * 1_000).toISOString();
  return { type: "head", height, finalized_height: chain.read.finalized().height, hash, timestamp };
}
