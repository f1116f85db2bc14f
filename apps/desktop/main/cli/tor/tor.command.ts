import type { TorStatus } from "@lucid/contract";
import { Argument, type Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { type Entrance, enterNode } from "../rest/enter-node.ts";
import type { NodeClient } from "../rest/node-client.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";

const ACTIONS = ["status", "address", "test", "on", "off", "restart", "renew-address", "remove-address"] as const;
type Action = (typeof ACTIONS)[number];

interface TorOptions extends Entrance {
  readonly json?: boolean;
}

/** `lucid tor ACTION`: the Tor of a node that runs, and its onion address. */
export function addTorCommand(program: Command): void {
  program
    .command("tor")
    .description("See and switch the Tor of a running node, and the address by which it is reached through it")
    .addArgument(new Argument("<action>", "what to do").choices(ACTIONS))
    .option("--wallet <file>", "wallet file, as the page saves it; its passphrase is asked for")
    .option("--api-key <file>", "file with an API key that nobody else may read: enough for status, address and test")
    .option("--url <url>", "the node", "http://127.0.0.1:8080")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      helpNotes(`
renew-address and remove-address take the address of now away for good. A node that does not run is switched by the
setting tor in lucid.config.json, or by --tor at its start.`),
    )
    .action(async (action: Action, options: TorOptions) => {
      const { tor } = await enterNode(options);
      try {
        if (action === "test") return tellTest(await tor.testConnection(), options);
        tell(action, await perform(tor, action), options);
      } catch (error) {
        throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
      }
    });
}

function perform(tor: NodeClient["tor"], action: Exclude<Action, "test">): Promise<TorStatus> {
  switch (action) {
    case "on":
      return tor.start();
    case "off":
      return tor.stop();
    case "restart":
      return tor.restart();
    case "renew-address":
      return tor.renewAddress();
    case "remove-address":
      return tor.removeAddress();
    default:
      return tor.status();
  }
}

function tell(action: Action, status: TorStatus, { json }: TorOptions): void {
  const { address } = status.onion;
  if (json) process.stdout.write(`${terminalJson(action === "address" ? { address } : status)}\n`);
  else if (action !== "address") process.stdout.write(describe(status));
  else if (address !== null) process.stdout.write(`${address}\n`);
  if (status.state === "failed" || (action === "address" && address === null)) process.exitCode = EXIT.failed;
}

function tellTest(found: Awaited<ReturnType<NodeClient["tor"]["testConnection"]>>, { json }: TorOptions): void {
  const words = found.reached
    ? `reached through the Tor network in ${found.took_ms} ms`
    : `not reached: ${terminalText(found.detail)}`;
  process.stdout.write(json ? `${terminalJson(found)}\n` : `${words}\n`);
  if (!found.reached) process.exitCode = EXIT.failed;
}

function describe({ state, progress, step, version, circuits, onion, problem }: TorStatus): string {
  const way = state === "connecting" ? `, ${progress} %${step === "" ? "" : ` (${terminalText(step)})`}` : "";
  const lines = [
    `Tor: ${state}${way}${version === null ? "" : `, tor ${terminalText(version)}, ${circuits} circuits`}`,
    ...(onion.address === null ? [] : [`Address: http://${onion.address}`]),
    ...(onion.published_at === null ? [] : [`Can be found since ${onion.published_at}`]),
    ...(onion.clients === 0 ? [] : [`Clients with a key, who alone may reach it: ${onion.clients}`]),
    ...(problem === null ? [] : [`Wrong: ${terminalText(problem.detail)}`, `What to do: ${terminalText(problem.remedy)}`]),
  ];
  return `${lines.join("\n")}\n`;
}
