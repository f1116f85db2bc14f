import { DataFolderError, openSoloReset, type SoloResetFacts } from "@lucid/core";
import type { Command } from "commander";
import { askYes } from "../ask-yes.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { readSettings } from "../setting-options.ts";

interface ResetOptions {
  readonly data?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `lucid chain reset-solo`: a new chain for a node whose own one cannot go on. */
export function addResetSolo(chain: Command): void {
  chain
    .command("reset-solo")
    .description("Give up the chain that this node makes alone, and begin a new one at the next start; the old one proves on")
    .option("--data <folder>", "folder of everything the node keeps")
    .option("--yes", "do not ask")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      helpNotes(`
For a chain whose head is ahead of the clock: it was begun, or went on, with a clock that was wrong, and makes no block
until that time has come. The chain is kept in chains/ of the data folder, and the node proves from it what is final
there: bundles and proofs stay as they were. Sessions that still wait for their anchor are never anchored.`),
    )
    .action(async (options: ResetOptions) => {
      const { settings } = readSettings({ data: options.data });
      try {
        using solo = openSoloReset(settings.data);
        if (!options.yes && !(await askYes(storyOf(solo.facts)))) throw new CommandError(EXIT.failed, "nothing was changed");
        solo.reset();
        const { network, archive, height, waiting } = solo.facts;
        const report = { network, archive, height, given_up: waiting };
        process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `The chain is kept in ${archive}. Start the node.\n`);
      } catch (error) {
        if (error instanceof DataFolderError) throw new CommandError(EXIT.data, error.message, { cause: error });
        throw error;
      }
    });
}

const storyOf = ({ network, height, headMs, waiting }: SoloResetFacts): string => {
  const head = headMs === null ? "no block" : `block ${height} of ${new Date(headMs).toISOString()}`;
  return `The chain ${network} with ${head} is given up. Sessions that wait for their anchor and never get one: ${waiting}.`;
};
