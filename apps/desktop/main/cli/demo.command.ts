import type { Command } from "commander";
import type { ProgramFiles } from "../program-files.ts";
import { type DemoOptions, runDemo } from "./demo/run-demo.ts";
import { runMoney } from "./demo/run-money.ts";
import type { Step } from "./demo/steps.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { formatTable } from "./table.ts";

/** The demo gives up after this time: it needs less than two minutes. */
const DEADLINE_MS = 240_000;

export function addDemoCommand(program: Command, { lucid }: Pick<ProgramFiles, "lucid">): void {
  program
    .command("demo")
    .description("Record a real desktop, prove it, and show that a changed record is refused; no network needed")
    .option("--json", "print one JSON object instead of the story")
    .option("--keep <dir>", "leave the bundle there as demo.lucid")
    .option("--money", "sell by invoice and pay an operator instead, on a local TRON network, and prove the payout")
    .action(async (options: { json?: boolean; keep?: string; money?: boolean }) => {
      const stop = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const)
        process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
      try {
        const given: DemoOptions = {
          lucid,
          keep: options.keep,
          say: options.json ? () => undefined : (text) => process.stdout.write(`${text}\n`),
          signal: AbortSignal.any([stop.signal, AbortSignal.timeout(DEADLINE_MS)]),
        };
        if (options.money) {
          return tell(await runMoney(given), options, "");
        }
        const report = await runDemo(given);
        tell(report, options, report.bundle.path === null ? "" : ` The bundle is ${report.bundle.path}.`);
      } catch (error) {
        throw new CommandError(EXIT.failed, `the demo failed: ${(error as Error).message}`, { cause: error });
      }
    });
}

interface Told {
  readonly seconds: number;
  readonly steps: readonly Step[];
}

function tell(report: Told, { json }: { readonly json?: boolean }, more: string): void {
  if (json) return void process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  const rows = report.steps.map((step) => [step.step, step.result, step.seconds.toFixed(1)]);
  process.stdout.write(formatTable(["what", "result", "seconds"], rows));
  process.stdout.write(`\nAll of it held, in ${report.seconds} s.${more}\n`);
}
