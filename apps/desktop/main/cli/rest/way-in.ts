import { type Command, Option } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { logIn, type NodeClient, withApiKey } from "./node-client.ts";
import { nodeUrl } from "./node-url.ts";
import { openWallet, readCode } from "./open-wallet.ts";
import { readApiKey } from "./read-api-key.ts";

export interface WayIn {
  readonly url: string;
  readonly wallet?: string;
  readonly apiKey?: string;
  readonly json?: boolean;
}

/** The options by which a command enters a running node. What changes a network wants a person, and so a wallet. */
export const withWayIn = (command: Command, { isReading }: { readonly isReading: boolean }): Command => {
  command.option("--wallet <file>", "wallet file, as the page saves it; its passphrase is asked for");
  if (isReading) command.addOption(new Option("--api-key <file>", "file with an API key that nobody else may read"));
  return command.option("--url <url>", "the node", "http://127.0.0.1:8080").option("--json", "print one JSON object");
};

/** @throws CommandError where nothing says who asks. */
export async function enter({ url, wallet, apiKey }: WayIn): Promise<NodeClient> {
  const node = nodeUrl(url);
  if (apiKey !== undefined) return withApiKey(node, await readApiKey(apiKey)).client;
  if (wallet === undefined) throw new CommandError(EXIT.usage, "Say --wallet: the file that the page saves");
  return (await logIn(node, await openWallet(wallet), undefined, readCode)).client;
}
