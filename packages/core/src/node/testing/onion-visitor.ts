import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { API_PREFIX } from "@lucid/contract";
import { connectSocks } from "@lucid/foundation";
import type { Wallet } from "@lucid/identity";
import { WebSocket } from "ws";
import { askOver } from "../../gateway/testing/ask-onion.ts";
import type { Answer, AskOptions } from "../../gateway/testing/open-test-gateway.ts";

/** A connection that comes about takes seconds; after this another one is tried, by another path. */
const PATIENCE_MS = 30_000;
const BETWEEN_MS = 500;
const ONION_PORT = 80;

/** Somebody who knows an onion address, and comes through a tor of their own. */
export interface OnionVisitor {
  /** One try. @throws what the proxy says where no connection comes about. */
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  /** Tries until the service can be found: it is published some seconds after it came up. */
  reach(path: string): Promise<Answer>;
  /** Logs in with the wallet and answers the access token. */
  logIn(wallet: Wallet): Promise<string>;
  /** Reads a stream of events until it has said this. */
  follow(path: string, token: string, until: string): Promise<string>;
  /** The first bytes of a viewer of a session. */
  view(sessionId: string, ticket: string): Promise<Buffer>;
}

export function createOnionVisitor(socks: string, host: string): OnionVisitor {
  const open = () => connectSocks(socks, host, ONION_PORT, AbortSignal.timeout(PATIENCE_MS));
  const ask = async (method: string, path: string, options: AskOptions = {}): Promise<Answer> =>
    await askOver(await open(), method, path, { host, ...options });

  async function reach(path: string): Promise<Answer> {
    for (;;) {
      try {
        return await ask("GET", path);
      } catch {
        await pause(BETWEEN_MS);
      }
    }
  }

  return {
    ask,
    reach,
    async logIn(wallet) {
      const post = async (path: string, body: object) => (await ask("POST", `${API_PREFIX}/auth/${path}`, { body })).json();
      const { challenge_id, message } = (await post("challenge", { tron_address: wallet.address })) as Record<string, string>;
      const signature = wallet.signMessage(message ?? "");
      const login = (await post("login", { challenge_id, tron_address: wallet.address, signature })) as Record<string, string>;
      return login["access_token"] ?? "";
    },
    async follow(path, token, until) {
      const connection = await open();
      const asked = request({
        path,
        createConnection: () => connection,
        headers: { Host: host, Authorization: `Bearer ${token}` },
      });
      asked.end();
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      let said = "";
      for await (const part of answer.setEncoding("utf8")) {
        said += part as string;
        if (said.includes(until)) break;
      }
      connection.destroy();
      return said;
    },
    async view(sessionId, ticket) {
      const connection = await open();
      const address = `ws://${host}${API_PREFIX}/sessions/${sessionId}/viewer?ticket=${ticket}`;
      const viewer = new WebSocket(address, ["binary"], { createConnection: () => connection });
      const [first] = (await once(viewer, "message")) as [Buffer];
      viewer.terminate();
      return first;
    },
  };
}
