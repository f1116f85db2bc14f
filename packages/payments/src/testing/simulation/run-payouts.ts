import type { Balances } from "../../accounts/read-balances.ts";
import type { PayoutRow } from "../../payouts/payout-repository.ts";
import { createHouse, type House } from "./house.ts";
import { numberOf, runWorld, type WorldReport } from "./world.ts";

export interface PayoutsReport extends WorldReport {
  readonly payouts: number;
  readonly settled: number;
  /** Given up: cancelled, failed or expired, and owed again. */
  readonly givenUp: number;
  readonly forms: number;
  /** Made by a schedule that was due. */
  readonly repeated: number;
  /** Settled, and signed on a device. */
  readonly byDevice: number;
}

/** Until what is on its way is solidified or dead, and what waits for its hour, for money or for somebody has been given up. */
const QUIET_ROUNDS = 18;
/** One house of so many pays from a wallet on a device. */
const DEVICES = 3;

/**
 * So many houses owe and pay on one devnet while everything goes wrong that does: processes die at every write and at every word, two of them run
 * at once, people ask twice, approve what they may not, and cancel, a device signs what it was given out, late or never, lines and nodes fail, forks take blocks away, clocks jump, wallets are short
 * and frozen. Then a quiet time, after which each amount that was owed is paid exactly once or is still owed: ledger and chain agree to the last
 * unit.
 */
export const runPayouts = (seed: string, schedules: number): Promise<PayoutsReport> =>
  runWorld<House, Omit<PayoutsReport, keyof Omit<WorldReport, "violations">>>(
    { seed, schedules, quietRounds: QUIET_ROUNDS },
    { create: (place) => createHouse(place, { hasDevice: numberOf(place) % DEVICES === 1 }), settle },
  );

const GIVEN_UP = new Set(["failed", "expired", "cancelled"]);

async function settle(houses: readonly House[], balances: (address: string) => Promise<Balances>) {
  const violations: string[] = [];
  const count = { payouts: 0, settled: 0, givenUp: 0, forms: 0, repeated: 0, byDevice: 0 };
  for (const house of houses) {
    const rows = house.payouts();
    let { trx: sun, usdt: microUsdt } = house.gift;
    for (const { user_id: payee, address } of house.payees) {
      const own = rows.filter((row) => row.payee === payee);
      const made = house.corrections().filter((one) => one.payee === payee && one.state === "made");
      const owed = made.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      const settled = own.filter(({ state }) => state === "settled");
      const net = settled.reduce((sum, { amount, fee }) => sum + BigInt(amount) - BigInt(fee), 0n);
      const fees = settled.reduce((sum, { fee }) => sum + BigInt(fee), 0n);
      const received = (await balances(address)).microUsdt;
      const { issued, accrued, locked, paid, fees: kept } = house.balance(payee);
      const words = `${house.address}, ${payee}`;
      if (received !== net) violations.push(`${words}: ${received} arrived, payouts say ${net}`);
      if (paid !== net || kept !== fees) violations.push(`${words}: the ledger says ${paid} and ${kept}, not ${net} and ${fees}`);
      if (-issued !== owed) violations.push(`${words}: ${-issued} were entered, not ${owed}`);
      if (accrued + locked + paid + kept !== owed) violations.push(`${words}: ${accrued + locked} are owed beside what is paid`);
      if (locked !== 0n) violations.push(`${words}: ${locked} are still locked`);
      microUsdt -= net;
    }
    for (const { payout_id, state, transfer_fee_sun, forms } of rows) {
      if (state !== "settled" && !GIVEN_UP.has(state)) violations.push(`${house.address}: payout ${payout_id} is still ${state}`);
      sun -= BigInt(transfer_fee_sun ?? 0);
      count.settled += state === "settled" ? 1 : 0;
      count.byDevice += state === "settled" && house.hasDevice ? 1 : 0;
      count.givenUp += GIVEN_UP.has(state) ? 1 : 0;
      count.forms += forms ?? 0;
    }
    count.payouts += rows.length;
    count.repeated += rows.filter(({ schedule_run }) => schedule_run !== null).length;
    const left = await balances(house.address);
    if (left.microUsdt !== microUsdt)
      violations.push(`${house.address}: ${left.microUsdt} micro-USDT are left, not ${microUsdt}`);
    if (left.sun !== sun) violations.push(`${house.address}: ${left.sun} sun are left, not ${sun}`);
    violations.push(...(await misstated(house, rows)).map((words) => `${house.address}: ${words}`));
    for (const difference of await house.reconcile()) violations.push(`${house.address}: ${difference}`);
  }
  return { ...count, violations };
}

/** What the log of payouts says otherwise than the payouts do: each that was paid stands in it once, and no other. */
async function misstated(house: House, rows: readonly PayoutRow[]): Promise<string[]> {
  const stated = await house.state();
  const wrong: string[] = [];
  for (const row of rows) {
    const [said, ...others] = stated.filter(({ payout_id }) => payout_id === row.payout_id);
    if (others.length > 0 || (said !== undefined) !== (row.state === "settled"))
      wrong.push(`payout ${row.payout_id} is ${row.state}, and stated ${others.length + (said ? 1 : 0)} times`);
    else if (said && (said.transaction_id !== row.transaction_id || said.amount !== row.amount || said.address !== row.address))
      wrong.push(`payout ${row.payout_id} is stated otherwise than it was paid`);
    else if (said && said.entries.length !== (row.fee === "0" ? 2 : 3))
      wrong.push(`payout ${row.payout_id} is stated with the entries ${said.entries.join(", ")}`);
  }
  return wrong;
}
