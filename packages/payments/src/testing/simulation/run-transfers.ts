import { inspect, isDeepStrictEqual } from "node:util";
import type { Balances } from "../../accounts/read-balances.ts";
import type { NodeClient } from "../../network/create-node-client.ts";
import { readStake, sumOf } from "../../staking/read-stake.ts";
import { createPayer, type Payer } from "./payer.ts";
import { numberOf, runWorld, type WorldReport } from "./world.ts";

export interface TransfersReport extends WorldReport {
  readonly orders: number;
  readonly paid: number;
  /** Forms that were signed: what is above the orders was signed anew after an earlier form was dead. */
  readonly forms: number;
  /** What was done with stakes. */
  readonly stakes: number;
  /** Payments that a device has signed. */
  readonly byDevice: number;
}

/** Until a form is dead, another is signed, and that is solidified. */
const QUIET_ROUNDS = 16;
/** One of so many also does something with its stake: that asks three times as much as a payment. */
const STAKERS = 20;
/** The key of one of so many is on a device. */
const DEVICES = 5;
const GIFT = { trx: 300_000_000n, usdt: 100_000_000n };

/**
 * So many accounts pay on one devnet while everything goes wrong that does: their processes die at every moment at which something is stored
 * or said, lines and nodes fail, forks take blocks away, what is solidified stands still, clocks jump, people order twice, cancel, and order
 * again. Then a quiet time, after which each payment has been made exactly once or is still owed, to the last unit.
 */
export const runTransfers = (seed: string, schedules: number): Promise<TransfersReport> =>
  runWorld<Payer, Omit<TransfersReport, keyof Omit<WorldReport, "violations">>>(
    { seed, schedules, quietRounds: QUIET_ROUNDS },
    {
      create(place) {
        const number = numberOf(place);
        const kind = { isStaker: number % STAKERS === 0, hasDevice: number % DEVICES === 1 };
        return { ...createPayer(place, kind), gift: GIFT };
      },
      settle,
    },
  );

/** Ledger and chain, compared to the last unit. */
async function settle(payers: readonly Payer[], balances: (address: string) => Promise<Balances>, client: NodeClient) {
  const violations: string[] = [];
  const count = { orders: 0, paid: 0, forms: 0, stakes: 0, byDevice: 0 };
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
      count.byDevice += isPaid && payer.hasDevice ? 1 : 0;
      count.forms += row?.forms ?? 0;
    }
    const staked = await settleStakes(payer, client);
    violations.push(...staked.violations);
    sun -= staked.taken;
    count.stakes += staked.done;
    const left = await balances(payer.address);
    if (left.microUsdt !== microUsdt)
      violations.push(`${payer.address}: ${left.microUsdt} micro-USDT are left, not ${microUsdt}`);
    if (left.sun !== sun) violations.push(`${payer.address}: ${left.sun} sun are left, not ${sun}`);
  }
  return { ...count, violations };
}

/** What is staked, lent and unstaked on the chain is what the ledger says was, each once. */
async function settleStakes({ address, stakes, rowOf }: Payer, client: NodeClient) {
  const violations: string[] = [];
  const amounts = { freeze: 0n, delegate: 0n, unfreeze: 0n };
  let [taken, done] = [0n, 0];
  for (const { action, key } of stakes) {
    const row = rowOf({ key });
    const { kind, amount = "0" } = action;
    taken += BigInt(row?.cost_fee_sun ?? 0);
    if (row && !["solidified", "expired", "failed", "cancelled"].includes(row.state))
      violations.push(`${key}, ${row.state}: has not come to an end`);
    if (row?.state !== "solidified" || (kind !== "freeze" && kind !== "delegate" && kind !== "unfreeze")) continue;
    amounts[kind] += BigInt(amount);
    done += 1;
  }
  const { energy, unfreezing } = await readStake(client, address);
  const { freeze, delegate, unfreeze } = amounts;
  const found = { staked: energy.staked, lent: energy.lent, unstaked: sumOf(unfreezing), times: unfreezing.length };
  const meant = { staked: freeze - delegate - unfreeze, lent: delegate, unstaked: unfreeze, times: unfreeze === 0n ? 0 : 1 };
  if (!isDeepStrictEqual(found, meant)) violations.push(`${address}: ${inspect(found)} on the chain, not ${inspect(meant)}`);
  return { violations, done, taken: taken + freeze };
}
