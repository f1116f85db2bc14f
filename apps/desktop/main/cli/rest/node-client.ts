import { API_PREFIX, type AuthResponse, type Contract, contract, loginErrors, payoutErrors } from "@lucid/contract";
import { newIdentity, openIdentity, sealIdentity, type Wallet } from "@lucid/identity";
import { IDENTITY_TEXT } from "@lucid/proof";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { askNode, errorOf, ofNode } from "./ask-node.ts";

const ACCESS_EXPIRED = loginErrors.spec.TOKEN_EXPIRED.code;
/** What helps where a login of more than five minutes ago is not enough: every command logs in by itself. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  [loginErrors.spec.FRESH_FACTOR_NEEDED.code]:
    "Run the command again: it logs in anew with the wallet, which counts for five minutes",
};

const CODE_NEEDED = loginErrors.spec.SECOND_FACTOR_NEEDED.code;

/** What the node said of a request that it refused. */
export class NodeRefusal extends Error {
  override readonly name = "NodeRefusal";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export type NodeClient = JsonifiedClient<ContractRouterClient<Contract>>;

type Send = (request: Request) => Promise<Response>;

/** The contract over REST, as any program would use it. */
export function createNodeClient(url: string, send: Send = askNode): NodeClient {
  return createORPCClient(
    new OpenAPILink(contract, {
      url: new URL(API_PREFIX, url).href,
      fetch: async (request) => ofNode(await accepted(await send(request))),
    }),
  );
}

/** Calls in the name of an account, by a login or an API key. */
export interface Authorized {
  readonly client: NodeClient;
  /** Bytes of a route that is not RPC: a chunk, a bundle. The path starts behind the API's prefix. */
  download(path: string): Promise<Response>;
}

export interface LoggedIn extends Authorized {
  readonly user: AuthResponse["user"];
}

/**
 * Logs a wallet in, for as long as the login may be renewed. With the setup code of a new node the wallet becomes its owner.
 * `askCode` gives a code of the account's second factor, where it has one.
 */
export async function logIn(url: string, wallet: Wallet, setupCode?: string, askCode?: () => Promise<string>): Promise<LoggedIn> {
  const { logins } = createNodeClient(url);
  const { challenge_id, message } = await logins.challenge({ tron_address: wallet.address });
  const signed = { challenge_id, tron_address: wallet.address, signature: wallet.signMessage(message) };
  let answer: AuthResponse;
  try {
    answer = await logins.login(setupCode === undefined ? signed : { ...signed, setup_code: setupCode });
  } catch (error) {
    if (!askCode || !(error instanceof NodeRefusal) || error.code !== CODE_NEEDED) throw error;
    answer = await logins.verifySecondFactor({ challenge_id, code: await askCode() });
  }
  const send = createAuthorizedSend(answer, (refresh_token) => logins.refresh({ refresh_token }));
  return { ...authorized(url, send), user: answer.user };
}

/** Calls with an API key, which is good until it ends: nothing is renewed. */
export const withApiKey = (url: string, key: string): Authorized =>
  authorized(url, async (request) => {
    request.headers.set("authorization", `Bearer ${key}`);
    return await askNode(request);
  });

const authorized = (url: string, send: Send): Authorized => ({
  client: createNodeClient(url, send),
  download: async (path) => accepted(await send(new Request(new URL(`${API_PREFIX}${path}`, url)))),
});

type Tokens = Pick<AuthResponse, "access_token" | "refresh_token">;

/** Sends requests with an access token. The first that finds it expired has it renewed; the others wait for that. */
function createAuthorizedSend(first: Tokens, renew: (refreshToken: string) => Promise<Tokens>): Send {
  let tokens = Promise.resolve(first);

  async function sendWith({ access_token }: Tokens, request: Request): Promise<Response> {
    request.headers.set("authorization", `Bearer ${access_token}`);
    return await askNode(request);
  }

  return async (request) => {
    const used = tokens;
    const again = request.clone();
    const response = await sendWith(await used, request);
    if (response.status !== 401 || (await errorOf(response.clone())).code !== ACCESS_EXPIRED) return response;
    if (used === tokens) tokens = used.then(({ refresh_token }) => renew(refresh_token));
    return await sendWith(await tokens, again);
  };
}

/** Opens the account's encryption identity with its wallet, or makes and keeps one when it has none yet. */
export async function accountIdentity(client: NodeClient, wallet: Wallet): Promise<string> {
  const signature = wallet.signMessage(IDENTITY_TEXT);
  const kept = await client.people.identity();
  if (kept) return openIdentity(kept.sealed, signature);
  const { identity, recipient } = newIdentity();
  await client.people.setIdentity({ recipient, sealed: sealIdentity(identity, signature) });
  return identity;
}

const Impossible = payoutErrors.spec.PAYOUT_IMPOSSIBLE.data;
/** What keeps a payout from being made, by its name in the API. */
function obstacleIn(details: unknown): string {
  const { data } = Impossible.safeParse(details);
  return data ? `: ${data.obstacle}` : "";
}

/** @throws what the node said of a request that it refused. */
async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { message, code, request_id, details } = await errorOf(response);
  const said = `${message}${obstacleIn(details)} (${code}, request ${request_id})`;
  throw new NodeRefusal(code, [said, NEXT_STEPS[code]].filter(Boolean).join(". "));
}
