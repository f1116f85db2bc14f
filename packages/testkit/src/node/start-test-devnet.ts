import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { startDevnet } from "@lucid/tron-devnet";

export interface TestDevnet extends AsyncDisposable {
  readonly url: string;
  /** Gives so many TRX and USDT, solidified. */
  fund(address: string, whole: bigint): Promise<void>;
  /** As `fund`, with USDT alone, which the event server lists nowhere from then on. */
  fundUnlisted(address: string, whole: bigint): Promise<void>;
  /** Puts an account on the token's freeze list, or takes it off. */
  freeze(address: string, isFrozen: boolean): Promise<void>;
}

const UNITS = 1_000_000n;
/** Until what was just sent is solidified. */
const SOLID_AFTER = 20;

/** A local TRON network that makes blocks only here. */
export async function startTestDevnet(): Promise<TestDevnet> {
  const data = mkdtempSync(join(tmpdir(), "lucid-test-devnet-"));
  const deps = { clock: systemClock, randomness: systemRandomness, log: silentLog };
  const devnet = await startDevnet(deps, { data, port: 0, blockTimeMs: 0 });
  await devnet.chain.mine(SOLID_AFTER);
  return {
    url: devnet.url,
    async fund(address, whole) {
      await devnet.fund(address, { trx: whole * UNITS, usdt: whole * UNITS });
      await devnet.chain.mine(SOLID_AFTER);
    },
    async fundUnlisted(address, whole) {
      for (const transaction of await devnet.fund(address, { usdt: whole * UNITS }))
        devnet.faults.add({ kind: "leave-out", transaction });
      await devnet.chain.mine(SOLID_AFTER);
    },
    async freeze(address, isFrozen) {
      await devnet.freeze(address, isFrozen);
    },
    async [Symbol.asyncDispose]() {
      await devnet[Symbol.asyncDispose]();
      await rm(data, { recursive: true });
    },
  };
}
