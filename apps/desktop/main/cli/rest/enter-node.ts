import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { logIn, type NodeClient, withApiKey } from "./node-client.ts";
import { nodeUrl } from "./node-url.ts";
import { openWallet, readCode } from "./open-wallet.ts";
import { readApiKey } from "./read-api-key.ts";

/** Options of a command that asks a running node. */
export interface Entrance {
  readonly url: string;
  readonly wallet?: string;
  readonly apiKey?: string;
}

/** Says who asks which node, on a command. */
export const withEntrance = (command: Command): Command =>
  command
    .option("--wallet <file>", "wallet file, as the page saves it; its passphrase is asked for")
    .option("--api-key <file>", "file with an API key that nobody else may read")
    .option("--url <url>", "the node", "http://127.0.0.1:8080");

/** What the node refuses is said in its words, with the exit code of a no. @throws CommandError */
export async function askAsSomebody<Answer>(entrance: Entrance, ask: (client: NodeClient) => Promise<Answer>): Promise<Answer> {
  try {
    return await ask(await enterNode(entrance));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
  }
}

/** Logs in with a wallet file, or calls with an API key. @throws CommandError where nothing says who asks. */
export async function enterNode({ url, wallet, apiKey }: Entrance): Promise<NodeClient> {
  const node = nodeUrl(url);
  if (apiKey !== undefined) return withApiKey(node, await readApiKey(apiKey)).client;
  if (wallet === undefined) throw new CommandError(EXIT.usage, "Say --wallet or --api-key");
  const { client } = await logIn(node, await openWallet(wallet), undefined, readCode);
  return client;
}
