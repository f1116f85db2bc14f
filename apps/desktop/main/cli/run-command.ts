import { Command, CommanderError } from "commander";
import type { ProgramFiles } from "../program-files.ts";
import { addConfigCommand } from "./config.command.ts";
import { addDemoCommand } from "./demo.command.ts";
import { addDoctorCommand } from "./doctor.command.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { addExportCommand } from "./export.command.ts";
import { addServerCommand } from "./server.command.ts";
import { addVerifyCommand } from "./verify.command.ts";
import { readVersion } from "./version.ts";

/** Runs what the command line says, and leaves its exit code with the process. */
export async function runCommand(files: ProgramFiles): Promise<void> {
  const program = new Command("lucid")
    .description("Remote-desktop sessions that anyone can verify")
    .version(readVersion(files.manifest))
    .showHelpAfterError('(see "lucid --help")')
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText(
      "after",
      `
Exit codes: 0 done, 1 the answer is no or something failed, 2 wrong usage or unreadable file, 3 wrong setting,
4 data folder unusable, 5 port taken, 6 a program for hosting desktops is missing.`,
    );
  addServerCommand(program, files);
  addDemoCommand(program, files);
  addVerifyCommand(program);
  addExportCommand(program);
  addConfigCommand(program);
  addDoctorCommand(program);

  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CommandError) {
    process.stderr.write(`lucid: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`lucid: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.failed;
}
