import type { Clock } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import type { Chain, ChainKeys, ChainNetwork, ChainOptions } from "../chain.types.ts";
import type { SignStateFile } from "../signing/sign-state.ts";
import { startChain } from "../start-chain.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";

/** The disk of a chain in memory: it outlives the chain, as a real one outlives the process. */
export interface TestDisk {
  readonly db: ReturnType<typeof openChainDatabase>;
  readonly signState: SignStateFile;
}

export function createTestDisk(): TestDisk {
  let text: string | undefined;
  return {
    db: openChainDatabase(":memory:"),
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
export function startTestChain(deps: TestChainDeps, options: ChainOptions): Promise<Chain> {
  const { clock, keys, disk = createTestDisk(), network } = deps;
  const { db, signState } = disk;
  const quiet = { log: silentLog, metrics: new Registry() };
  return startChain({ clock, keys, db, signState, ...quiet, ...(network !== undefined && { network }) }, options);
}
