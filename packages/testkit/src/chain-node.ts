import type { Clock } from "@lucid/core";
import { type Chain, type ChainKeys, type ChainNetwork, openChainDatabase, type SignStateFile, startChain } from "@lucid/core";
import type { Genesis } from "@lucid/proof";
import { pino } from "pino";
import { Registry } from "prom-client";

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
  readonly disk?: TestDisk;
  readonly network?: ChainNetwork;
}

/** A real chain with fakes at its ports only. */
export function startTestChain(deps: TestChainDeps, genesis: Genesis): Promise<Chain> {
  const { clock, keys, disk = createTestDisk(), network } = deps;
  return startChain(
    {
      ...{ clock, keys, db: disk.db, signState: disk.signState },
      log: pino({ level: "silent" }),
      metrics: new Registry(),
      ...(network !== undefined && { network }),
    },
    { genesis },
  );
}
