import type { WitnessedLog, WitnessStatus } from "@lucid/contract";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import type { NodeClient } from "../rest/node-client.ts";
import { enter, type WayIn, withWayIn } from "../rest/way-in.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";

/** `lucid witness ACTION`: this node as a witness of logs. */
export function addWitnessCommand(program: Command): void {
  const witness = program
    .command("witness")
    .description("What this node has seen as a witness of transparency logs (C2SP tlog-witness)")
    .addHelpText(
      "after",
      helpNotes(`
A node is a witness under the name of its setting witness_name, for the logs of witness_logs. Logs offer it their checkpoints at
/witness/add-checkpoint; it cosigns each that goes on from the one before, with a key that signs nothing else. Others check its
cosignatures with the verifier key that lucid witness status prints.`),
    );
  withWayIn(witness.command("status").description("The logs that are watched, and what was cosigned last"), {
    isReading: true,
  }).action((options: WayIn) => talking(options, (client) => client.status()));
  withWayIn(witness.command("clear").description("Forget the conflicts that were looked into"), { isReading: true }).action(
    (options: WayIn) => talking(options, (client) => client.clear()),
  );
}

type WitnessClient = NodeClient["witness"];

async function talking(options: WayIn, ask: (client: WitnessClient) => Promise<WitnessStatus>): Promise<void> {
  const client = await enter(options);
  let status: WitnessStatus;
  try {
    status = await ask(client.witness);
  } catch (error) {
    throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
  }
  process.stdout.write(options.json ? `${terminalJson(status)}\n` : describeWitness(status));
  if (status.logs.some(({ conflicts }) => conflicts.length > 0)) process.exitCode = EXIT.failed;
}

export function describeWitness({ verifier_key, logs }: WitnessStatus): string {
  if (verifier_key === null) return "This node is no witness: give it a name in the setting witness_name\n";
  const watched = logs.length === 0 ? ["no log is watched: name some in the setting witness_logs"] : logs.flatMap(linesOf);
  return [`verifier key ${verifier_key}`, ...watched].map((line) => `${terminalText(line)}\n`).join("");
}

const CONFLICTS = {
  fork: "another root of the same size",
  unproven: "a history that was not shown to go on from the one before",
} as const;

function linesOf({ origin, newest, conflicts }: WitnessedLog): string[] {
  const cosigned = newest === null ? "nothing cosigned yet" : `size ${newest.size}, cosigned at ${newest.cosigned_at}`;
  return [
    origin,
    `  ${cosigned}`,
    ...conflicts.map(
      ({ kind, size, root, seen_at }) => `  CONFLICT at ${seen_at}: ${CONFLICTS[kind]}: size ${size}, root ${root}`,
    ),
  ];
}
