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

/** Logs in with a wallet file, or calls with an API key. @throws CommandError where nothing says who asks. */
export async function enterNode({ url, wallet, apiKey }: Entrance): Promise<NodeClient> {
  const node = nodeUrl(url);
  if (apiKey !== undefined) return withApiKey(node, await readApiKey(apiKey)).client;
  if (wallet === undefined) throw new CommandError(EXIT.usage, "Say --wallet or --api-key");
  const { client } = await logIn(node, await openWallet(wallet), undefined, readCode);
  return client;
}
