import type { Command } from "commander";
import type { ProgramFiles } from "../program-files.ts";
import { runDemo } from "./demo/run-demo.ts";
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
    .action(async (options: { json?: boolean; keep?: string }) => {
      const stop = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const)
        process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
      try {
        const report = await runDemo({
          lucid,
          keep: options.keep,
          say: options.json ? () => undefined : (text) => process.stdout.write(`${text}\n`),
          signal: AbortSignal.any([stop.signal, AbortSignal.timeout(DEADLINE_MS)]),
        });
        if (options.json) return void process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
        process.stdout.write(
          formatTable(
            ["what", "result", "seconds"],
            report.steps.map((step) => [step.step, step.result, step.seconds.toFixed(1)]),
          ),
        );
        process.stdout.write(
          `\nAll of it held, in ${report.seconds} s.${report.bundle.path === null ? "" : ` The bundle is ${report.bundle.path}.`}\n`,
        );
      } catch (error) {
        throw new CommandError(EXIT.failed, `the demo failed: ${(error as Error).message}`, { cause: error });
      }
    });
}
