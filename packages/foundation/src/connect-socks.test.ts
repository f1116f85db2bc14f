import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { connectSocks } from "./connect-socks.ts";

const never = new AbortController().signal;

/** A proxy that takes the greeting, answers the request like this, and sends on what it was asked for. */
async function openProxy(answer: Buffer): Promise<{ readonly socket: string; readonly asked: Buffer[] }> {
  const folder = await mkdtemp("/tmp/lucid-socks-");
  const socket = join(folder, "socks");
  const asked: Buffer[] = [];
  const server = createServer((connection) => {
    connection.on("error", () => undefined);
    connection.once("data", () => {
      connection.write(Buffer.of(5, 0));
      connection.once("data", (request) => {
        asked.push(request);
        connection.write(answer);
      });
    });
  });
  server.listen(socket);
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  return { socket, asked };
}

it.each([
  ["IPv4", Buffer.concat([Buffer.of(5, 0, 0, 1), Buffer.alloc(6)])],
  ["IPv6, as tor answers for an onion service", Buffer.concat([Buffer.of(5, 0, 0, 4), Buffer.alloc(18)])],
  ["a name", Buffer.concat([Buffer.of(5, 0, 0, 3, 2), Buffer.from("ab"), Buffer.alloc(2)])],
])("leaves what comes after an answer with an address of the kind %s", async (_kind, answer) => {
  const { socket, asked } = await openProxy(Buffer.concat([answer, Buffer.from("hello")]));
  const connection = await connectSocks(socket, "abc.onion", 80, never);
  expect(String((await once(connection, "data"))[0])).toBe("hello");
  expect(asked[0]).toEqual(Buffer.concat([Buffer.of(5, 1, 0, 3, 9), Buffer.from("abc.onion"), Buffer.of(0, 80)]));
  connection.destroy();
});

it("says in words why no connection came about", async () => {
  const refusal = (code: number) => openProxy(Buffer.concat([Buffer.of(5, code, 0, 1), Buffer.alloc(6)]));
  const ask = async (code: number) => await connectSocks((await refusal(code)).socket, "abc.onion", 80, never);
  await expect(ask(0xf4)).rejects.toThrow("the onion service lets nobody in without a key");
  await expect(ask(0x77)).rejects.toThrow("answer 119");
});

it("gives up when it is told to", async () => {
  const { socket } = await openProxy(Buffer.alloc(0));
  const giveUp = new AbortController();
  const connecting = connectSocks(socket, "abc.onion", 80, giveUp.signal);
  giveUp.abort(new Error("long enough"));
  await expect(connecting).rejects.toThrow("long enough");
});
