import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lucid/foundation";
import { createSeededRandom, createTestClock, type SeededRandom, silentLog } from "@lucid/foundation/testing";
import { type Devnet, startDevnet } from "@lucid/tron-devnet";
import { readBalances } from "../../accounts/read-balances.ts";
import { MIGRATIONS } from "../../store/migrations.ts";
import { createPayer, type Payer } from "./payer.ts";
import { createRoughClient } from "./rough-client.ts";

export interface TransfersReport {
  readonly seed: string;
  /** Accounts, each with a process, a line and a person of its own. */
  readonly schedules: number;
  readonly orders: number;
  readonly paid: number;
  /** Forms that were signed: what is above the orders was signed anew after an earlier form was dead. */
  readonly forms: number;
  readonly crashes: number;
  readonly forks: number;
  /** What must never be; empty where all is well. */
  readonly violations: readonly string[];
}

const DISTURBED_ROUNDS = 60;
/** Until a form is dead, another is signed, and that is solidified. */
const QUIET_ROUNDS = 16;
const GIFT = { trx: 300_000_000n, usdt: 100_000_000n };

/**
 * So many accounts pay on one devnet while everything goes wrong that does: their processes die at every moment at which something is stored
 * or said, lines and nodes fail, forks take blocks away, what is solidified stands still, clocks jump, people order twice, cancel, and order
 * again. Then a quiet time, after which each payment has been made exactly once or is still owed, to the last unit.
 */
export async function runTransfers(seed: string, schedules: number): Promise<TransfersReport> {
  const folder = mkdtempSync(join(tmpdir(), "lucid-transfers-"));
  const random = createSeededRandom(seed);
  const clock = createTestClock();
  try {
    await using devnet = await startDevnet(
      { clock, randomness: random.fork("devnet"), log: silentLog },
      { data: folder, port: 0, blockTimeMs: 0 },
    );
    using databases = new DisposableStack();
    const payers = Array.from({ length: schedules }, (_, index) => {
      const path = join(folder, `payments-${index}.db`);
      const db = databases.use(openDatabase({ path, migrations: MIGRATIONS, synchronous: "normal", cacheMib: 1 }));
      return createPayer(devnet, db, random.fork(`payer ${index}`), `wallet ${index}`);
    });
    for (const { address } of payers) await devnet.fund(address, GIFT);
    await devnet.chain.mine(20);
    const forks = await disturb(devnet, payers, random.fork("world"));
    for (let round = 0; round < QUIET_ROUNDS; round += 1) {
      for (const payer of payers) await payer.quietTurn();
      await devnet.chain.mine(5);
    }
    return { seed, schedules, forks, ...(await settle(devnet, payers, random)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function disturb(devnet: Devnet, payers: readonly Payer[], random: SeededRandom): Promise<number> {
  let forks = 0;
  let held: Disposable | undefined;
  const frozen = new Set<string>();
  for (let round = 0; round < DISTURBED_ROUNDS; round += 1) {
    for (const payer of payers) {
      payer.disturb(random.pick([0, 10, 40, 100]));
      await payer.turn();
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
      const { address } = random.pick(payers);
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
  for (const payer of payers) payer.disturb(0);
  await devnet.chain.mine(25);
  return forks;
}

/** Ledger and chain, compared to the last unit. */
async function settle(devnet: Devnet, payers: readonly Payer[], random: SeededRandom) {
  const client = createRoughClient(devnet, random, { permille: () => 0, isDeaf: () => false });
  const balances = (address: string) => readBalances(client, devnet.tokens.usdt, address);
  const violations: string[] = [];
  const count = { orders: 0, paid: 0, forms: 0, crashes: 0 };
  for (const payer of payers) {
    let { trx: sun, usdt: microUsdt } = GIFT;
    for (const wish of payer.wishes) {
      const row = payer.rowOf(wish);
      const words = `${wish.key}, ${row?.state ?? "never ordered"}`;
      const got = await balances(wish.to);
      const received = wish.asset === "TRX" ? got.sun : got.microUsdt;
      const isPaid = row?.state === "solidified";
      if (received !== (isPaid ? wish.amount : 0n)) violations.push(`${words}: ${received} of ${wish.amount} arrived`);
      if (row && !["solidified", "expired", "failed", "cancelled"].includes(row.state))
        violations.push(`${words}: has not come to an end`);
      if (isPaid && wish.asset === "TRX") sun -= wish.amount;
      if (isPaid && wish.asset === "USDT") microUsdt -= wish.amount;
      sun -= BigInt(row?.cost_fee_sun ?? 0);
      count.orders += row ? 1 : 0;
      count.paid += isPaid ? 1 : 0;
      count.forms += row?.forms ?? 0;
    }
    const left = await balances(payer.address);
    if (left.microUsdt !== microUsdt)
      violations.push(`${payer.address}: ${left.microUsdt} micro-USDT are left, not ${microUsdt}`);
    if (left.sun !== sun) violations.push(`${payer.address}: ${left.sun} sun are left, not ${sun}`);
    count.crashes += payer.lives() - 1;
  }
  return { ...count, violations };
}
