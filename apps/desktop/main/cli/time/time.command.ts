import { SessionId, type TimeStamps } from "@lucid/contract";
import { canonicalJson } from "@lucid/proof";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import type { NodeClient } from "../rest/node-client.ts";
import { requireFolder, save } from "../rest/save-download.ts";
import { enter, type WayIn, withWayIn } from "../rest/way-in.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { describeAuthorities, faultsOf } from "./describe-authorities.ts";

/** `lucid time ACTION`: what authorities outside say of when a node's blocks existed. */
export function addTimeCommand(program: Command): void {
  const time = program
    .command("time")
    .description("Have authorities outside say when recordings existed (RFC 3161 time stamps)")
    .addHelpText(
      "after",
      helpNotes(`
A node asks the authorities of its setting time_authorities over its newest final block, each at most hourly and only when there is
something new; lucid time stamp asks at once. lucid time proof saves what they said of one recording, and lucid verify --time-proof
checks it with the recording's bundle, without a node. An authority is sent a hash, and learns nothing of what was recorded.`),
    );
  withWayIn(time.command("status").description("The authorities, and what they last said"), { isReading: true }).action(
    (options: WayIn) => talking(options, async (client) => print(told(await client.status(), options))),
  );
  withWayIn(time.command("stamp").description("Ask every authority now, and wait for what comes"), { isReading: true }).action(
    (options: WayIn) =>
      talking(options, async (client) => {
        const status = await client.ask();
        print(told(status, options));
        if (faultsOf(status) > 0) process.exitCode = EXIT.failed;
      }),
  );
  withWayIn(time.command("proof").description("Save what the authorities say of a recording's time"), { isReading: true })
    .argument("<session>", "id of the session")
    .option("--out <file>", "where to save it (default: lucid-<session>.time.json)")
    .action((session: string, options: WayIn & { readonly out?: string }) =>
      talking(options, async (client) => {
        const parsed = SessionId.safeParse(session);
        if (!parsed.success) throw new CommandError(EXIT.usage, `"${terminalText(session)}" is no id of a session`);
        const out = options.out ?? `lucid-${session}.time.json`;
        requireFolder(out);
        const size = await save(new Response(canonicalJson(await client.proof({ session_id: parsed.data }))), out);
        const path = terminalText(out);
        const next = `lucid verify BUNDLE --time-proof ${path} --time-authority CERTIFICATE.pem`;
        print(
          options.json
            ? terminalJson({ session_id: session, path: out, size_bytes: size })
            : `${path}: ${size} bytes. Check it with: ${next}`,
        );
      }),
    );
}

type TimeClient = NodeClient["timeStamps"];

async function talking(options: WayIn, work: (client: TimeClient) => Promise<void>): Promise<void> {
  const client = await enter(options);
  try {
    await work(client.timeStamps);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
  }
}

const told = (status: TimeStamps, { json }: WayIn): string => (json ? terminalJson(status) : describeAuthorities(status));

const print = (text: string): void => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
