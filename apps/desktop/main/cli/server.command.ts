import { resolve } from "node:path";
import { LucidError } from "@lucid/contract";
import { DataFolderError, gatewayErrors, MissingProgramError } from "@lucid/core";
import { NewerDatabaseError } from "@lucid/foundation";
import type { Command } from "commander";
import type { ProgramFiles } from "../program-files.ts";
import { runServer } from "../server.ts";
import { dropRoot } from "./drop-root.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { helpNotes } from "./help-notes.ts";
import { addSettingOptions, CONFIG_FILE, readSettings } from "./setting-options.ts";

/** `lucid --server`: the node without a window. Its help lists the settings, or says where they are listed where it is `brief`. */
export function addServerCommand(program: Command, files: ProgramFiles, { brief = false } = {}): void {
  if (brief) program.addHelpText("after", helpNotes('Each setting of a node is an option: see "lucid --server --help".'));
  addSettingOptions(program, { quiet: brief })
    .option("--server", "run the node without a window, with its interface as a web page")
    .option("--json", "print one JSON object as the first line, then logs as JSON lines on stderr")
    .action(async (options) => {
      if (!options.server) return program.outputHelp();
      const effective = readSettings(options);
      const { settings, sources } = effective;
      const whyRoot = dropRoot({
        data: sources.data === "default" ? undefined : settings.data,
        file: Object.values(sources).includes("file") ? resolve(CONFIG_FILE) : undefined,
      });
      try {
        await runServer(files, effective, { json: options.json === true, whyRoot });
      } catch (error) {
        throw asCommandError(error);
      }
    });
}

const { CERTIFICATE_UNUSABLE, ...addresses } = gatewayErrors.spec;
const addressCodes: ReadonlySet<string> = new Set(Object.values(addresses).map((entry) => entry.code));

function asCommandError(error: unknown): unknown {
  if (error instanceof DataFolderError || error instanceof NewerDatabaseError)
    return new CommandError(EXIT.data, error.message, { cause: error });
  if (error instanceof LucidError && error.code === CERTIFICATE_UNUSABLE.code)
    return new CommandError(EXIT.settings, error.message, { cause: error });
  if (error instanceof LucidError && addressCodes.has(error.code)) {
    const { host, port } = error.details as { host: string; port: number };
    return new CommandError(EXIT.address, `${error.message}: ${host}:${port}. Choose another one with --port`, { cause: error });
  }
  if (error instanceof MissingProgramError) return new CommandError(EXIT.program, error.message, { cause: error });
  return error;
}
