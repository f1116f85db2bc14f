import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OpenDatabase, openDatabase } from "@lucid/foundation";
import { createSeededRandom, createTestClock, type SeededRandom, silentLog } from "@lucid/foundation/testing";
import { type Devnet, startDevnet } from "@lucid/tron-devnet";
import { type Balances, readBalances } from "../../accounts/read-balances.ts";
import type { NodeClient } from "../../network/create-node-client.ts";
import { MIGRATIONS } from "../../store/migrations.ts";
import { createRoughClient } from "./rough-client.ts";

export interface WorldReport {
  readonly seed: string;
  /** Accounts, each with a process, a line and people of its own. */
  readonly schedules: number;
  readonly crashes: number;
  readonly forks: number;
  /** What must never be; empty where all is well. */
  readonly violations: readonly string[];
}

const DISTURBED_ROUNDS = 60;

/** An account whose process dies and comes back while the world is against it. */
export interface Sufferer {
  readonly address: string;
  /** Faults and deaths, in a thousand of all moments; 0 is a quiet day. */
  disturb(permille: number): void;
  /** People do something, and the process goes on as far as it can. */
  turn(): Promise<void>;
  /** All is well, and everything goes on until it waits. */
  quietTurn(): Promise<void>;
  /** Lives that the process had. */
  lives(): number;
  /** What it has in the beginning. */
  readonly gift: { readonly trx: bigint; readonly usdt: bigint };
}

export interface Place {
  readonly devnet: Devnet;
  readonly db: OpenDatabase;
  readonly random: SeededRandom;
  /** With its number among them. */
  readonly name: string;
}
export const numberOf = ({ name }: Place): number => Number(name.replace(/\D/g, ""));

/** What a scenario puts into the world. */
export interface Cast<One extends Sufferer, Report> {
  create(place: Place): One;
  /** Ledger and chain, compared when all is over. */
  settle(cast: readonly One[], balances: (address: string) => Promise<Balances>, client: NodeClient): Promise<Report>;
}

/** So many accounts on one devnet while everything goes wrong, and a quiet time after it. */
export async function runWorld<One extends Sufferer, Report extends object>(
  { seed, schedules, quietRounds }: { readonly seed: string; readonly schedules: number; readonly quietRounds: number },
  { create, settle }: Cast<One, Report>,
): Promise<Report & Omit<WorldReport, "violations">> {
  const folder = mkdtempSync(join(tmpdir(), "lucid-payments-"));
  const random = createSeededRandom(seed);
  const clock = createTestClock();
  try {
    await using devnet = await startDevnet(
      { clock, randomness: random.fork("devnet"), log: silentLog },
      { data: folder, port: 0, blockTimeMs: 0 },
    );
    using databases = new DisposableStack();
    const cast = Array.from({ length: schedules }, (_, index) => {
      const path = join(folder, `payments-${index}.db`);
      const db = databases.use(openDatabase({ path, migrations: MIGRATIONS, synchronous: "normal", cacheMib: 1 }));
      return create({ devnet, db, random: random.fork(`payer ${index}`), name: `wallet ${index}` });
    });
    for (const { address, gift } of cast) await devnet.fund(address, gift);
    await devnet.chain.mine(20);
    const forks = await disturb(devnet, cast, random.fork("world"));
    for (let round = 0; round < quietRounds; round += 1) {
      for (const one of cast) await one.quietTurn();
      await devnet.chain.mine(5);
    }
    const client = createRoughClient(devnet, random, { permille: () => 0, isDeaf: () => false });
    const report = await settle(cast, (address) => readBalances(client, devnet.tokens.usdt, address), client);
    const crashes = cast.reduce((sum, one) => sum + one.lives() - 1, 0);
    return { seed, schedules, crashes, forks, ...report };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Forks, solidified states that stand still, time that jumps, and accounts that the token's issuer freezes; at the end all is well again. @returns forks. */
async function disturb(devnet: Devnet, sufferers: readonly Sufferer[], random: SeededRandom): Promise<number> {
  let forks = 0;
  let held: Disposable | undefined;
  const frozen = new Set<string>();
  for (let round = 0; round < DISTURBED_ROUNDS; round += 1) {
    for (const one of sufferers) {
      one.disturb(random.pick([0, 10, 40, 100]));
      await one.turn();
    }
    const fate = random.below(100);
    if (fate < 10) {
      const most = devnet.chain.head().number - devnet.chain.solid().number;
      await devnet.chain.fork(1 + random.below(Math.min(6, most)), random.pick(["all", "none"]));
      forks += 1;
    } else if (fate < 14) held ??= devnet.faults.add({ kind: "stale-solid" });
    else if (fate < 24) {
      held?.[Symbol.dispose]();
      held = undefined;
    } else if (fate < 32) await devnet.chain.advance(random.below(120_000));
    else if (fate < 50) {
      const { address } = random.pick(sufferers);
      if (frozen.delete(address)) await devnet.freeze(address, false);
      else {
        frozen.add(address);
        await devnet.freeze(address, true);
      }
    }
    await devnet.chain.mine(1);
  }
  held?.[Symbol.dispose]();
  for (const address of frozen) await devnet.freeze(address, false);
  for (const one of sufferers) one.disturb(0);
  await devnet.chain.mine(25);
  return forks;
}
