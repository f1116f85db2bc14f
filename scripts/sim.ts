import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runScenario, type ScenarioReport, scenarios } from "@lucid/chain/testing";
import { PAYMENT_SCENARIOS, simulatePayments } from "./sim-payments.ts";

/**
 * Runs scenarios of attacks and faults on whole simulated networks:
 * `npm run sim -- [--seed N] [--count K] [--nodes N] [--scenario NAME|all] [--json]`.
 * Without a seed a fresh one is drawn and printed. Exit codes: 0 every mark held, 1 one was missed, 2 usage.
 */
const USAGE = `Usage: npm run sim -- [--seed N] [--count K] [--nodes N] [--scenario NAME|all] [--json]
Scenarios: ${scenarios.map(({ name }) => name).join(", ")};
and by its name alone: ${PAYMENT_SCENARIOS.join(" or ")}, of so many accounts (--nodes) on a local TRON network`;
const ACCOUNTS = 50;

const replay = ({ seed, scenario, nodes }: ScenarioReport): string =>
  `npm run sim -- --seed ${seed} --nodes ${nodes} --scenario ${scenario}`;

function print(report: ScenarioReport): void {
  const { scenario, seed, nodes, digest, simulatedSeconds, finalHeight, figures, violations, holds } = report;
  const words = `seed ${seed}, ${nodes} nodes, ${Math.round(simulatedSeconds)} s, final height ${finalHeight}, digest ${digest.slice(0, 16)}`;
  console.log(`${holds ? "held  " : "MISSED"}  ${scenario}  (${words})`);
  for (const { what, mark, got, holds: isHeld } of figures)
    if (!isHeld) console.log(`          ${what}: ${got}, must be ${mark}`);
  for (const violation of violations.slice(0, 10)) console.log(`          ${violation}`);
  if (!holds) console.log(`          again: ${replay(report)}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(randomInt(1_000_000_000)) },
      count: { type: "string", default: "1" },
      nodes: { type: "string" },
      scenario: { type: "string", default: "all" },
      json: { type: "boolean", default: false },
    },
  });
  const [seed, count, nodes] = [values.seed, values.count, values.nodes ?? "1"].map(Number);
  const chosen = scenarios.filter(({ name }) => values.scenario === "all" || values.scenario === name);
  const payments = PAYMENT_SCENARIOS.find((name) => name === values.scenario);
  const areNumbers = [seed, count, nodes].every((value) => Number.isSafeInteger(value));
  if (
    !areNumbers ||
    seed === undefined ||
    count === undefined ||
    nodes === undefined ||
    count < 1 ||
    nodes < 1 ||
    (chosen.length === 0 && payments === undefined)
  ) {
    console.error(USAGE);
    return 2;
  }
  if (payments !== undefined) {
    const accounts = values.nodes === undefined ? ACCOUNTS : nodes;
    return (await simulatePayments(payments, { seed, count, accounts, isJson: values.json })) ? 0 : 1;
  }
  let areHeld = true;
  for (let run = 0; run < count; run += 1) {
    for (const scenario of chosen) {
      const size = values.nodes === undefined ? {} : { nodes };
      const report = await runScenario(scenario, { seed: String(seed + run), ...size });
      areHeld &&= report.holds;
      if (values.json) console.log(JSON.stringify({ ...report, replay: replay(report) }));
      else print(report);
    }
  }
  return areHeld ? 0 : 1;
}

process.exitCode = await main();
