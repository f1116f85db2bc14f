import type {
  Chain,
  ChainDeps,
  ChainKeys,
  ChainNetwork,
  ChainOptions,
  Clock,
  openChainDatabase,
  SignStateFile,
} from "@lucid/core";

/** The parts of `core` that the helpers need, handed in so that this package does not load it for everybody. */
export interface ChainEngine {
  readonly startChain: (deps: ChainDeps, options: ChainOptions) => Promise<Chain>;
  readonly openChainDatabase: typeof openChainDatabase;
}

/** The disk of a chain in memory: it outlives the chain, as a real one outlives the process. */
export interface TestDisk {
  readonly db: ReturnType<typeof openChainDatabase>;
  readonly signState: SignStateFile;
}

export function createTestDisk(engine: ChainEngine): TestDisk {
  let text: string | undefined;
  return {
    db: engine.openChainDatabase(":memory:"),
    signState: {
      read: () => text,
      write(next) {
        text = next;
      },
    },
  };
}

export interface TestChainDeps {
  readonly clock: Clock;
  readonly keys: ChainKeys;
  readonly disk?: Pick<TestDisk, "db" | "signState">;
  readonly network?: ChainNetwork;
}

/** A real chain with fakes at its ports only. */
export function startTestChain(engine: ChainEngine, deps: TestChainDeps, options: ChainOptions): Promise<Chain> {
  const { clock, keys, disk = createTestDisk(engine), network } = deps;
  const { db, signState } = disk;
  return engine.startChain({ clock, keys, db, signState, ...silent(), ...(network !== undefined && { network }) }, options);
}

/** A log and metrics that take everything and keep nothing. */
export function silent(): Pick<ChainDeps, "log" | "metrics"> {
  const nothing = () => undefined;
  const log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing };
  return {
    log: log as unknown as ChainDeps["log"],
    metrics: { registerMetric: nothing } as unknown as ChainDeps["metrics"],
  };
}
