import { request } from "node:http";
import { connect, type Socket } from "node:net";
import type { AuthResponse } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { expect, it, vi } from "vitest";

const CROWD = 2_060;

/** Headers that never end, from 127.0.0.1. */
async function crowd(port: number, size: number): Promise<Socket[]> {
  const sockets = Array.from({ length: size }, () => {
    const socket = connect({ port, host: "127.0.0.1", localAddress: "127.0.0.1" });
    socket.on("error", () => undefined);
    socket.write("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Never: ");
    return socket;
  });
  await vi.waitFor(() => expect(sockets.filter(({ connecting }) => connecting)).toEqual([]), { timeout: 15_000, interval: 20 });
  return sockets;
}

function ask(port: number, path: string, localAddress: string, token?: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  request({ port, host: "127.0.0.1", localAddress, path, headers, agent: false }, (response) => {
    response.resume().once("end", () => resolve(response.statusCode));
  })
    .once("error", reject)
    .end();
  return promise;
}

async function becomeOwner(node: TestNode): Promise<string> {
  const wallet = walletFromPhrase(createWallet().phrase);
  async function post<Answer>(path: string, body: object): Promise<Answer> {
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return (await (await fetch(`${node.url}/api/v1/auth/${path}`, init)).json()) as Answer;
  }
  const who = { tron_address: wallet.address };
  const { challenge_id, message } = await post<{ challenge_id: string; message: string }>("challenge", who);
  const signature = wallet.signMessage(message);
  const login = await post<AuthResponse>("login", { ...who, challenge_id, signature, setup_code: node.setupCode });
  return login.access_token;
}

it("serves everybody else, and the owner from the same address, while one address holds all the connections it can", async () => {
  await using node = await startTestNode();
  const port = Number(new URL(node.url).port);
  const token = await becomeOwner(node);
  const sockets = await crowd(port, CROWD);
  for (let time = 0; time < 5; time++) {
    expect(await ask(port, "/health", "127.0.0.2")).toBe(200);
    expect(await ask(port, "/api/v1/node/status", "127.0.0.3", token)).toBe(200);
    expect(await ask(port, "/api/v1/node/status", "127.0.0.1", token)).toBe(200);
  }
  const left = () => sockets.filter(({ closed }) => !closed);
  await vi.waitFor(() => expect(left().length).toBeLessThanOrEqual(128), { timeout: 15_000, interval: 20 });
  expect(left().length).toBeGreaterThan(0);
  for (const socket of left()) socket.destroy();
});
