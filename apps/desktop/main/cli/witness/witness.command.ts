import type { WitnessStatus } from "@lucid/contract";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import type { NodeClient } from "../rest/node-client.ts";
import { enter, type WayIn, withWayIn } from "../rest/way-in.ts";
import { terminalJson } from "../terminal-text.ts";
import { describeWitness, isWrong } from "./describe-witness.ts";

/** `lucid witness ACTION`: this node as a witness of logs. */
export function addWitnessCommand(program: Command): void {
  const witness = program
    .command("witness")
    .description(
      "Witnesses of transparency logs (C2SP tlog-witness): what this node has seen as one, and what others say of its network",
    )
    .addHelpText(
      "after",
      helpNotes(`
A node is a witness under the name of its setting witness_name, for the logs of witness_logs. Logs offer it their checkpoints at
/witness/add-checkpoint; it cosigns each that goes on from the one before, with a key that signs nothing else. Others check its
cosignatures with the verifier key that lucid witness status prints. The network that this node is a member of is shown to the witnesses
of network_witnesses, once a slot.`),
    );
  withWayIn(
    witness.command("status").description("The logs that are watched, the witnesses of the network, and what was cosigned last"),
    {
      isReading: true,
    },
  ).action((options: WayIn) => talking(options, (client) => client.status()));
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
  if (isWrong(status)) process.exitCode = EXIT.failed;
}
