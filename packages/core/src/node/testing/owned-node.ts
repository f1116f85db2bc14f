import { setTimeout } from "node:timers/promises";
import { API_PREFIX, type AuthResponse, type Contract, contract, type Session, SessionId } from "@lucid/contract";
import { createWallet, newIdentity, type Wallet, walletFromPhrase } from "@lucid/identity";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";

export type NodeClient = JsonifiedClient<ContractRouterClient<Contract>>;

/** What the test kit's node is for this: only tests may import it. */
interface OwnedNode {
  readonly url: string;
  readonly setupCode: string | undefined;
  work(seconds: number): Promise<void>;
  readonly time: { pass(seconds: number): Promise<void> };
}

/** Real time for each second of the node's, while a recording is being sealed. */
const SEALING_MS = 250;

export const clientOf = ({ url }: Pick<OwnedNode, "url">, token?: string): NodeClient =>
  createORPCClient(
    new OpenAPILink(contract, {
      url: `${url}${API_PREFIX}`,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    }),
  );

export async function logInAs(node: Pick<OwnedNode, "url">, wallet: Wallet, setupCode?: string): Promise<AuthResponse> {
  const { logins } = clientOf(node);
  const { challenge_id, message } = await logins.challenge({ tron_address: wallet.address });
  const signature = wallet.signMessage(message);
  const setup = setupCode === undefined ? {} : { setup_code: setupCode };
  return await logins.login({ challenge_id, tron_address: wallet.address, signature, ...setup });
}

/** The owner of a new test node, and what they do with their sessions. */
export async function ownNode(node: OwnedNode, wallet: Wallet = walletFromPhrase(createWallet().phrase)) {
  const login = await logInAs(node, wallet, node.setupCode);
  const client = clientOf(node, login.access_token);

  async function until(session_id: SessionId, holds: (session: Session) => boolean): Promise<Session> {
    let from = performance.now();
    for (;;) {
      const session = await client.sessions.get({ session_id });
      if (holds(session)) return session;
      // What is sealed is work of threads and of the disk, which the node's own deadline must not outrun: it may need more of a busy machine.
      if (session.state === "processing" && performance.now() - from < SEALING_MS) {
        await setTimeout(5);
        continue;
      }
      await node.time.pass(1);
      from = performance.now();
    }
  }

  return {
    wallet,
    login,
    client,
    /** The owner in a login of now, on this or on a node that was started again. */
    fresh: async (on: Pick<OwnedNode, "url">): Promise<NodeClient> => clientOf(on, (await logInAs(on, wallet)).access_token),
    /** Lets time pass until the session is so; the test's own time limit ends it. */
    until,
    async prepare(): Promise<SessionId> {
      const { session_id } = await client.sessions.create({ name: "One", consent: { text: "It is recorded.", accepted: true } });
      return SessionId.parse(session_id);
    },
    async start(session_id: SessionId, recipients = [newIdentity().recipient]): Promise<void> {
      const { text } = await client.sessions.grant({ session_id });
      await client.sessions.start({ session_id, grant_signature: wallet.signMessage(text), recipients });
    },
    /** Records so many chunks of ten seconds. */
    async record(session_id: SessionId, chunks: number): Promise<void> {
      const { chunk_count: before } = await client.sessions.get({ session_id });
      await node.work(chunks * 10 + 1);
      await until(session_id, ({ chunk_count }) => chunk_count >= before + chunks);
    },
    stop: (session_id: SessionId): Promise<Session> => client.sessions.stop({ session_id }),
    /** Asks a route of bytes, or one whose refusal is looked at. */
    ask: (path: string): Promise<Response> =>
      fetch(`${node.url}${API_PREFIX}${path}`, { headers: { authorization: `Bearer ${login.access_token}` } }),
  };
}
