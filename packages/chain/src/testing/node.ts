import type { Clock } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import type { Chain, ChainDeps, ChainOptions } from "../chain.types.ts";
import { transactionKinds } from "../kinds/index.ts";
import type { KindTable } from "../kinds/transaction-kind.ts";
import type { ChainKeys, ChainTransport } from "../ports.types.ts";
import type { SignStateFile } from "../signing/sign-state.ts";
import { startChain } from "../start-chain.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";

/** The disk of a chain in memory: it outlives the chain, as a real one outlives the process. */
export interface TestDisk {
  readonly db: ReturnType<typeof openChainDatabase>;
  readonly signState: SignStateFile;
}

export function createTestDisk(kinds: KindTable = transactionKinds): TestDisk {
  let text: string | undefined;
  return {
    db: openChainDatabase(":memory:", kinds),
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
  readonly transport?: ChainTransport;
}

/** A real chain with fakes at its ports only. */
export const startTestChain = (deps: TestChainDeps, options: ChainOptions): Promise<Chain> =>
  startChain(testChainDeps(deps), options);

/** The ports of a chain, faked where they are not given. */
export function testChainDeps({ clock, keys, disk = createTestDisk(), transport }: TestChainDeps): ChainDeps {
  const { db, signState } = disk;
  const quiet = { log: silentLog, metrics: new Registry() };
  return { clock, keys, db, signState, ...quiet, ...(transport !== undefined && { transport }) };
}
