import { chainNamed, findChains, recountCredits } from "@lucid/core";
import { type Command, InvalidArgumentError } from "commander";
import { whileChaining } from "../chain/while-chaining.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { readSettings } from "../setting-options.ts";
import { terminalJson } from "../terminal-text.ts";
import { describeCredits } from "./describe-credits.ts";

interface RecomputeOptions {
  readonly data?: string;
  readonly network?: string;
  readonly member?: string;
  readonly epoch?: number;
  readonly json?: boolean;
}

/** `lucid credits ACTION`: what a network of nodes has given its members. */
export function addCreditsCommand(program: Command): void {
  const credits = program.command("credits").description("Count what members of a network have earned");
  credits
    .command("recompute")
    .description(
      "Count every credit anew, of the blocks of the chain alone, and compare it with what the chain itself has counted",
    )
    .option("--data <folder>", "folder of everything the node keeps; the node may run")
    .option(
      "--network <hash>",
      "of this network: its hash, or the first digits of it; without it, of the one that the node is in",
    )
    .option("--member <key>", "only what this member earned, with the proofs of it: its key, or the first digits of it")
    .option("--epoch <number>", "only what became final in this epoch, with the proofs of it", epochOf)
    .option("--json", "print one JSON object, with every proof")
    .addHelpText(
      "after",
      helpNotes(`
Of votes the proofs are the hashes of the blocks that hold them, of everything else the ids of the transactions that bring it. The chain
keeps what was earned in the last 31 epochs: older credits are counted and compared with nothing. It ends with 1 where something differs.`),
    )
    .action(async (options: RecomputeOptions) => {
      const { settings } = readSettings({ data: options.data });
      const { accounts, ...report } = await whileChaining((working) =>
        recountCredits(networkIn(settings.data, options.network), working),
      );
      const chosen = accounts.filter(
        ({ entity, epoch }) => entity.startsWith(options.member ?? "") && epoch === (options.epoch ?? epoch),
      );
      const isSame = report.problem === undefined && report.differences.length === 0;
      const withProofs = options.member !== undefined || options.epoch !== undefined;
      const said = options.json
        ? `${terminalJson({ same: isSame, ...report, accounts: chosen })}\n`
        : describeCredits({ ...report, accounts: chosen }, withProofs);
      process.stdout.write(said);
      process.exitCode = isSame ? EXIT.ok : EXIT.failed;
    });
}

/** The chain of the network that is meant. @throws CommandError where the node is in none. */
function networkIn(data: string, hash: string | undefined) {
  if (hash !== undefined) return chainNamed(data, hash);
  const current = findChains(data).find(({ kind }) => kind === "network");
  if (current === undefined) throw new CommandError(EXIT.data, "This node is in no network: say which one is meant by --network");
  return current;
}

function epochOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("it is a number from 0 on");
  return Number(text);
}
