import { runInvoices, runPayouts, runTransfers } from "@lucid/payments/testing";

/** What is run beside the simulated chains, by its name alone: accounts that pay on a local TRON network. */
const RUNS = { transfers: runTransfers, payouts: runPayouts, invoices: runInvoices } as const;
export const PAYMENT_SCENARIOS = Object.keys(RUNS) as readonly PaymentScenario[];
export type PaymentScenario = keyof typeof RUNS;

export interface PaymentRuns {
  readonly seed: number;
  readonly count: number;
  readonly accounts: number;
  readonly isJson: boolean;
}

/** Runs accounts that pay while everything goes wrong, and prints what came of it. @returns whether all was well. */
export async function simulatePayments(name: PaymentScenario, { seed, count, accounts, isJson }: PaymentRuns): Promise<boolean> {
  let isWell = true;
  for (let run = 0; run < count; run += 1) {
    const { violations, ...report } = await RUNS[name](String(seed + run), accounts);
    isWell &&= violations.length === 0;
    const replay = `npm run sim -- --scenario ${name} --seed ${report.seed} --nodes ${report.schedules}`;
    if (isJson) console.log(JSON.stringify({ ...report, violations, replay }));
    else print(name, report, violations, replay);
  }
  return isWell;
}

function print(name: string, report: object, violations: readonly string[], replay: string): void {
  const words = Object.entries(report).map(([what, value]) => `${what} ${value}`);
  console.log(`${violations.length === 0 ? "held  " : "MISSED"}  ${name}  (${words.join(", ")})`);
  for (const violation of violations.slice(0, 10)) console.log(`          ${violation}`);
  if (violations.length > 0) console.log(`          again: ${replay}`);
}
