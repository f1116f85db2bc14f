import { createLocalDesktops } from "@lucid/core";
import { systemClock, systemRandomness } from "@lucid/foundation";
import type { Command } from "commander";
import { pino } from "pino";
import { EXIT } from "./exit-codes.ts";
import { printTable } from "./table.ts";

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("Say whether this machine can host and record desktops, and what is missing")
    .option("--json", "print one JSON object")
    .action(async (options: { json?: boolean }) => {
      const report = await createLocalDesktops({
        clock: systemClock,
        randomness: systemRandomness,
        log: pino({ level: "silent" }),
      }).probe();
      if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      else {
        printTable(
          ["program", "state", "detail"],
          report.checks.map(({ detail, name, ok, warning }) =>
            warning === undefined ? [name, ok ? "ok" : "missing", detail] : [name, "warning", `${detail}: ${warning}`],
          ),
        );
        process.stdout.write(
          report.able ? "This machine can host desktops.\n" : `Install what is missing with: ${report.install}\n`,
        );
      }
      process.exitCode = report.able ? EXIT.ok : EXIT.failed;
    });
}
