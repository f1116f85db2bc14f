import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Clock, holdLock, isLockHeld, type Log, openDatabase, type Randomness } from "@lucid/foundation";
import { type Chain, createChain } from "./chain/chain.ts";
import { startMachine } from "./evm/machine.ts";
import { createFaucet, type Gift } from "./faucet.ts";
import { createAnswerer, createNodeAnswerer } from "./http/answer.ts";
import { createControl } from "./http/control.ts";
import { createEventAnswerer } from "./http/events.ts";
import { createFaults, type Faults } from "./http/faults.ts";
import { RequestError } from "./http/input.ts";
import { type Answerer, startServer } from "./http/server.ts";
import { createPage } from "./page/page.ts";
import { MIGRATIONS } from "./store/migrations.ts";
import { createStore } from "./store/store.ts";
import { type Address, readAddress, toBase58 } from "./text/address.ts";
import { deployToken } from "./token/deploy-token.ts";

export interface DevnetDeps {
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, "bytes">;
  readonly log: Log;
}
export interface DevnetOptions {
  /** Folder of everything it keeps; it is made when it is not there. */
  readonly data: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Milliseconds between blocks; 0 makes blocks only when it is asked for some. */
  readonly blockTimeMs: number;
}

/** A local TRON network: full node, solidity node and event server under one address of the loopback interface. */
export interface Devnet extends AsyncDisposable {
  readonly url: string;
  readonly chain: Chain;
  /** What goes wrong between a payer and a node. */
  readonly faults: Faults;
  /** What its server answers, without the way there: undefined where the connection is cut. */
  readonly answer: Answerer;
  /** Contracts that were there from the start, in base58. */
  readonly tokens: { readonly usdt: string };
  /** Gives of the network's own coins. @throws Refusal; RequestError where `to` is no address. */
  fund(to: string, gift: Gift): Promise<readonly string[]>;
  /** Puts an account on the freeze list of the network's USDT, or takes it off. @throws as `fund`. */
  freeze(address: string, isFrozen: boolean): Promise<string>;
}

/** Another devnet has the folder. */
export class DevnetFolderError extends Error {
  override readonly name = "DevnetFolderError";
}

/** Blocks that are made when asked for are as far apart as those of the real network. */
const REAL_BLOCK_TIME_MS = 3_000;
const LOCK_TIMEOUT_MS = 1_000;

/** @throws DevnetFolderError, and EADDRINUSE where the port is taken. */
export async function startDevnet({ clock, randomness, log }: DevnetDeps, options: DevnetOptions): Promise<Devnet> {
  await using starting = new AsyncDisposableStack();
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  starting.use(lockFolder(options.data));
  const database = starting.use(
    openDatabase({ path: join(options.data, "devnet.db"), migrations: MIGRATIONS, synchronous: "normal" }),
  );
  const store = createStore(database);
  const blockTimeMs = options.blockTimeMs === 0 ? REAL_BLOCK_TIME_MS : options.blockTimeMs;
  const machine = await startMachine({
    genesisId: () => store.blockByNumber(0)?.id ?? "",
    blockId: (number) => store.blockByNumber(number)?.id,
  });
  const chain = createChain({ clock, randomness, store, machine }, { blockTimeMs });
  const usdt = await deployToken(chain, store);
  const faucet = createFaucet(chain, usdt);
  const faults = createFaults(chain, clock);
  const answer = createAnswerer({
    events: createEventAnswerer({ chain, store, machine }),
    nodes: createNodeAnswerer({ chain, store, machine }),
    control: createControl({ chain, faucet, usdt, faults }),
    page: createPage({ chain, store, faucet, usdt }),
    faults,
  });
  const server = starting.use(await startServer(log, options.port, answer));
  if (options.blockTimeMs > 0) starting.use(startTicker(clock, log, chain, blockTimeMs));
  const running = starting.move();
  return {
    url: `http://127.0.0.1:${server.port}`,
    faults,
    answer,
    tokens: { usdt: toBase58(usdt) },
    chain,
    fund: async (to, gift) => faucet.give(known(to), gift),
    freeze: async (address, isFrozen) => faucet.freeze(known(address), isFrozen),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function known(text: string): Address {
  const address = readAddress(text);
  if (address === undefined) throw new RequestError(`${text} is no TRON address`);
  return address;
}

function lockFolder(folder: string): Disposable {
  try {
    return holdLock(join(folder, "devnet.lock"), { timeoutMs: LOCK_TIMEOUT_MS });
  } catch (error) {
    if (isLockHeld(error)) throw new DevnetFolderError(`Another devnet uses the folder ${folder}`, { cause: error });
    throw error;
  }
}

/** Makes a block whenever the next one is due. */
function startTicker(clock: Clock, log: Log, chain: Chain, blockTimeMs: number): AsyncDisposable {
  let timer: Disposable | undefined;
  let isStopped = false;
  let making = Promise.resolve();
  function wait(): void {
    if (isStopped) return;
    const due = chain.head().timestamp + blockTimeMs - chain.now();
    timer = clock.after(Math.max(1, Math.min(due, blockTimeMs)), () => {
      making = chain
        .mine(1)
        .then(() => undefined)
        .catch((error: unknown) => log.error({ error: String(error) }, "no block could be made"))
        .then(wait);
    });
  }
  wait();
  return {
    async [Symbol.asyncDispose]() {
      isStopped = true;
      timer?.[Symbol.dispose]();
      await making;
    },
  };
}
