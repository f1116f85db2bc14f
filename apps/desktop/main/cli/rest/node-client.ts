import { API_PREFIX, type AuthResponse, type Contract, contract, type ErrorEnvelope } from "@lucid/contract";
import { newIdentity, openIdentity, sealIdentity, type Wallet } from "@lucid/identity";
import { IDENTITY_TEXT } from "@lucid/proof";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";

export type NodeClient = JsonifiedClient<ContractRouterClient<Contract>>;

/** The contract over REST, as any program would use it. */
export function createNodeClient(url: string, token: () => string | undefined): NodeClient {
  return createORPCClient(
    new OpenAPILink(contract, {
      url: `${url}${API_PREFIX}`,
      headers: () => {
        const bearer = token();
        return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
      },
      fetch: async (request, init) => {
        const response = await fetch(request, init);
        if (response.ok) return response;
        throw await refusal(response);
      },
    }),
  );
}

export interface LoggedIn {
  readonly client: NodeClient;
  readonly user: AuthResponse["user"];
  /** Bytes of a route that is not RPC: a chunk, a bundle. The path starts behind the API's prefix. */
  download(path: string): Promise<Response>;
}

/** Logs a wallet in. With the setup code of a new node the wallet becomes its owner. */
export async function logIn(url: string, wallet: Wallet, setupCode?: string): Promise<LoggedIn> {
  const session = { token: undefined as string | undefined };
  const client = createNodeClient(url, () => session.token);
  const challenge = await client.logins.challenge({ tron_address: wallet.address });
  const answer = await client.logins.login({
    challenge_id: challenge.challenge_id,
    tron_address: wallet.address,
    signature: wallet.signMessage(challenge.message),
    ...(setupCode === undefined ? {} : { setup_code: setupCode }),
  });
  session.token = answer.access_token;
  return {
    client,
    user: answer.user,
    async download(path) {
      const response = await fetch(`${url}${API_PREFIX}${path}`, { headers: { authorization: `Bearer ${answer.access_token}` } });
      if (!response.ok) throw await refusal(response);
      return response;
    },
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

async function refusal(response: Response): Promise<Error> {
  const { error } = (await response.json()) as ErrorEnvelope;
  return new Error(`${error.message} (${error.code}, request ${error.request_id})`);
}
