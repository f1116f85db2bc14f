import { runTransfers, type TransfersReport } from "@lucid/payments/testing";

/** Runs accounts that pay while everything goes wrong, and prints what came of it. @returns whether all was well. */
export async function simulateTransfers(seed: number, count: number, accounts: number, isJson: boolean): Promise<boolean> {
  let isWell = true;
  for (let run = 0; run < count; run += 1) {
    const report = await runTransfers(String(seed + run), accounts);
    isWell &&= report.violations.length === 0;
    if (isJson) console.log(JSON.stringify({ ...report, replay: replay(report) }));
    else print(report);
  }
  return isWell;
}

const replay = ({ seed, schedules }: TransfersReport): string =>
  `npm run sim -- --scenario transfers --seed ${seed} --nodes ${schedules}`;

function print(report: TransfersReport): void {
  const { seed, schedules, orders, paid, forms, crashes, forks, violations } = report;
  const words = `seed ${seed}, ${schedules} accounts, ${orders} orders, ${paid} paid, ${forms} forms, ${crashes} crashes, ${forks} forks`;
  console.log(`${violations.length === 0 ? "held  " : "MISSED"}  transfers  (${words})`);
  for (const violation of violations.slice(0, 10)) console.log(`          ${violation}`);
  if (violations.length > 0) console.log(`          again: ${replay(report)}`);
}
