import { SessionId, type WitnessStatus } from "@lucid/contract";
import { canonicalJson } from "@lucid/proof";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import type { NodeClient } from "../rest/node-client.ts";
import { requireFolder, save } from "../rest/save-download.ts";
import { enter, type WayIn, withWayIn } from "../rest/way-in.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
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
of network_witnesses, once a slot. lucid witness proof saves what they cosigned over one recording, and lucid verify --witness-proof checks
it with the recording's bundle and its network proof, without a node.`),
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
  addProof(witness);
}

function addProof(witness: Command): void {
  withWayIn(
    witness.command("proof").description("Save which witnesses saw the history of the network that a recording is final in"),
    { isReading: true },
  )
    .argument("<session>", "id of the session")
    .option("--out <file>", "where to save it (default: lucid-<session>.witness.json)")
    .action(async (session: string, options: WayIn & { readonly out?: string }) => {
      const parsed = SessionId.safeParse(session);
      if (!parsed.success) throw new CommandError(EXIT.usage, `"${terminalText(session)}" is no id of a session`);
      const out = options.out ?? `lucid-${session}.witness.json`;
      requireFolder(out);
      const proof = await asking(options, (client) => client.proof({ session_id: parsed.data }));
      const size = await save(new Response(canonicalJson(proof)), out);
      const path = terminalText(out);
      const next = `lucid verify BUNDLE --network-proof PROOF --witness-proof ${path}`;
      const said = options.json
        ? terminalJson({ session_id: session, path: out, size_bytes: size })
        : `${path}: ${size} bytes. Check it with: ${next}`;
      process.stdout.write(`${said}\n`);
    });
}

type WitnessClient = NodeClient["witness"];

async function asking<Answer>(options: WayIn, ask: (client: WitnessClient) => Promise<Answer>): Promise<Answer> {
  const client = await enter(options);
  try {
    return await ask(client.witness);
  } catch (error) {
    throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
  }
}

async function talking(options: WayIn, ask: (client: WitnessClient) => Promise<WitnessStatus>): Promise<void> {
  const status = await asking(options, ask);
  process.stdout.write(options.json ? `${terminalJson(status)}\n` : describeWitness(status));
  if (isWrong(status)) process.exitCode = EXIT.failed;
}
