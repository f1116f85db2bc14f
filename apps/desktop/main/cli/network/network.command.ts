import { setTimeout as sleep } from "node:timers/promises";
import { HashHex, type NetworkStatus, SessionId } from "@lucid/contract";
import { canonicalJson } from "@lucid/proof";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import type { NodeClient } from "../rest/node-client.ts";
import { requireFolder, save } from "../rest/save-download.ts";
import { enter, type WayIn, withWayIn } from "../rest/way-in.ts";
import { stopOnInterrupt } from "../stop-on-interrupt.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { describeChanges, describeMembers, describePeers, describeStatus, PROBLEMS } from "./describe-network.ts";
import { readInvitation } from "./read-invitation.ts";

type NetworkClient = NodeClient["network"];
type Problem = NonNullable<NetworkStatus["problem"]>["code"];

/** What does not go away by waiting. */
const FINAL_PROBLEMS: ReadonlySet<Problem> = new Set(["invitation-refused", "other-chain", "stopped", "damaged"]);
const LOOK_MS = 500;

/** `lucid network ACTION`: the network of nodes that a running node is in. */
export function addNetworkCommand(program: Command): void {
  const network = program
    .command("network")
    .description("See, found, enter and leave the network of nodes that a running node is in")
    .addHelpText(
      "after",
      helpNotes(`
Two computers become one network: lucid network create home on one, lucid network invite there, and lucid network join on the
other one with what invite printed. Nodes reach each other at network_listen (0.0.0.0:47300 where nothing else is set).
Every recording of a member is then made final by the votes of the members as well; lucid network proof saves why, and
lucid verify --network-proof checks it with the recording's bundle. Where no member has more than two thirds of the weight, several
approve who is admitted or taken out: lucid network members shows what waits, lucid network approve KEY approves it.`),
    );
  reading(network, "status", "How far the network is, and what is in the way", async (client, { json }) => {
    const status = await client.status();
    return json ? terminalJson(status) : describeStatus(status);
  });
  reading(network, "members", "Who votes, with what weight, and what changes wait for approval", async (client, { json }) => {
    const answer = await client.members();
    return json ? terminalJson(answer) : `${describeMembers(answer.members)}${describeChanges(answer.changes)}`;
  });
  reading(network, "peers", "Nodes that this one is connected with", async (client, { json }) => {
    const answer = await client.peers();
    return json ? terminalJson(answer) : describePeers(answer.peers);
  });
  addCreate(network);
  addInvite(network);
  addJoin(network);
  deciding(network, "remove", "Ask the members to take another one out", (client, public_key) => client.remove({ public_key }));
  deciding(network, "approve", "Approve that the node with this key is admitted, or taken out", (client, public_key) =>
    client.decide({ public_key, approve: true }),
  );
  deciding(network, "decline", "Decline it, or take back what this node asked for", (client, public_key) =>
    client.decide({ public_key, approve: false }),
  );
  addLeave(network);
  addProof(network);
}

function reading(
  network: Command,
  name: string,
  description: string,
  answer: (client: NetworkClient, options: WayIn) => Promise<string>,
): void {
  withWayIn(network.command(name).description(description), { isReading: true }).action((options: WayIn) =>
    talking(options, async (client) => print(await answer(client, options))),
  );
}

function deciding(
  network: Command,
  name: string,
  description: string,
  act: (client: NetworkClient, publicKey: string) => Promise<NetworkStatus>,
): void {
  withWayIn(network.command(name).description(description), { isReading: false })
    .argument("<key>", "key of the node, as lucid network members shows it")
    .action((key: string, options: WayIn) =>
      talking(options, async (client) => {
        if (!HashHex.safeParse(key).success) throw new CommandError(EXIT.usage, `"${terminalText(key)}" is no key of a node`);
        tell(await act(client, key), options);
      }),
    );
}

function addCreate(network: Command): void {
  withWayIn(network.command("create").description("Found a network with this node as its only member"), { isReading: false })
    .argument("<name>", "what it is called: 1 to 32 of a-z, 0-9, _ and -")
    .action((name: string, options: WayIn) => talking(options, async (client) => tell(await client.create({ name }), options)));
}

function addInvite(network: Command): void {
  withWayIn(
    network
      .command("invite")
      .description("Print an invitation: one text, with which one other node becomes a member. It is a secret until then"),
    { isReading: false },
  )
    .option("--expires-in <seconds>", "how long it is good for", "3600")
    .option("--out <file>", "save it where nobody else may read it, instead of printing it")
    .action((options: WayIn & { readonly expiresIn: string; readonly out?: string }) =>
      talking(options, async (client) => {
        if (options.out !== undefined) requireFolder(options.out);
        const { invitation, ...about } = await client.invite({ expires_in: secondsOf(options.expiresIn) });
        if (options.out !== undefined) await save(new Response(`${invitation}\n`), options.out);
        const kept = options.out === undefined ? { invitation } : { path: options.out };
        if (options.json) print(terminalJson({ ...kept, ...about }));
        else print(options.out === undefined ? invitation : `${terminalText(options.out)}: good until ${about.expires_at}`);
      }),
    );
}

function addJoin(network: Command): void {
  withWayIn(network.command("join").description("Become a member by an invitation, and wait until this node is one"), {
    isReading: false,
  })
    .option("--invitation <file>", "file with the invitation; without it, it is asked for")
    .action((options: WayIn & { readonly invitation?: string }) =>
      talking(options, async (client) => {
        await client.join({ invitation: await readInvitation(options.invitation) });
        tell(await waitFor(client, ({ state }) => state === "member"), options);
      }),
    );
}

function addLeave(network: Command): void {
  withWayIn(network.command("leave").description("Be a member no more, and wait until the others have taken note"), {
    isReading: false,
  })
    .option("--at-once", "without waiting: the others count this node as away until they remove it")
    .action((options: WayIn & { readonly atOnce?: boolean }) =>
      talking(options, async (client) => {
        await client.leave({ at_once: options.atOnce ?? false });
        tell(await waitFor(client, ({ state }) => state === "none"), options);
      }),
    );
}

function addProof(network: Command): void {
  withWayIn(network.command("proof").description("Save why the network has made a recording final"), { isReading: true })
    .argument("<session>", "id of the session")
    .option("--out <file>", "where to save it (default: lucid-<session>.network.json)")
    .action((session: string, options: WayIn & { readonly out?: string }) =>
      talking(options, async (client) => {
        const parsed = SessionId.safeParse(session);
        if (!parsed.success) throw new CommandError(EXIT.usage, `"${session}" is no id of a session`);
        const out = options.out ?? `lucid-${session}.network.json`;
        requireFolder(out);
        const size = await save(new Response(canonicalJson(await client.proof({ session_id: parsed.data }))), out);
        const said = `${terminalText(out)}: ${size} bytes. Check it with: lucid verify BUNDLE --network-proof ${terminalText(out)}`;
        print(options.json ? terminalJson({ session_id: session, path: out, size_bytes: size }) : said);
      }),
    );
}

async function talking(options: WayIn, work: (client: NetworkClient) => Promise<void>): Promise<void> {
  const client = await enter(options);
  try {
    await work(client.network);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
  }
}

/** Looks until it is so. Ctrl-C ends the looking alone: the node goes on. @throws CommandError for what no waiting mends. */
async function waitFor(client: NetworkClient, holds: (status: NetworkStatus) => boolean): Promise<NetworkStatus> {
  using interrupt = stopOnInterrupt();
  let said: string | undefined;
  for (;;) {
    const status = await client.status();
    if (holds(status)) return status;
    const { problem } = status;
    const words =
      problem === null ? undefined : `${PROBLEMS[problem.code]}${problem.detail === "" ? "" : ` (${problem.detail})`}`;
    if (problem !== null && FINAL_PROBLEMS.has(problem.code)) throw new CommandError(EXIT.failed, words ?? problem.code);
    if (words !== undefined && words !== said) process.stderr.write(`${terminalText(words)}. Waiting.\n`);
    said = words;
    if (interrupt.signal.aborted)
      throw new CommandError(EXIT.interrupted, "the node goes on by itself: lucid network status shows how far it is");
    await sleep(LOOK_MS);
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 60 || seconds > 604_800)
    throw new CommandError(EXIT.usage, `--expires-in is "${text}": give seconds, 60 to 604800`);
  return seconds;
}

const tell = (status: NetworkStatus, { json }: WayIn): void => print(json ? terminalJson(status) : describeStatus(status));

const print = (text: string): void => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
