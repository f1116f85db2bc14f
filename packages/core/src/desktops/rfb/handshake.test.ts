import { duplexPair } from "node:stream";
import { describe, expect, it } from "vitest";

import { createByteReader } from "./byte-reader.ts";
import { greetClient } from "./handshake.ts";
import { vncAuthResponse } from "./vnc-auth.ts";

const challenge = new Uint8Array(16).fill(3);
const authorisation = (beforeRefusal = () => Promise.resolve()) =>
  ({ kind: "password", password: "Secret12", challenge, beforeRefusal }) as const;

/** Plays a client of the given version that shows `password`, and returns what it was told. */
async function visit(version: string, password: string, beforeRefusal?: () => Promise<void>) {
  const [server, client] = duplexPair();
  const greeting = greetClient(server, authorisation(beforeRefusal));
  const reader = createByteReader(client);
  await reader.read(12);
  client.write(`RFB ${version}\n`);
  if (version === "003.003") expect((await reader.read(4)).readUInt32BE()).toBe(2);
  else {
    expect([...(await reader.read(2))]).toEqual([1, 2]);
    client.write(Buffer.from([2]));
  }
  client.write(vncAuthResponse(password, await reader.read(16)));
  const result = (await reader.read(4)).readUInt32BE();
  if (result === 0) client.write(Buffer.from([1]));
  return { result, greeting: await greeting };
}

describe.each(["003.003", "003.007", "003.008"])("an RFB %s client", (version) => {
  it("is accepted with the password", async () => {
    expect(await visit(version, "Secret12")).toEqual({ result: 0, greeting: "accepted" });
  });

  it("is refused with another one", async () => {
    expect(await visit(version, "Secret13")).toEqual({ result: 1, greeting: "password-failed" });
  });

  it("waits for its refusal as long as it has to, and with the password for nothing", async () => {
    const late = Promise.withResolvers<void>();
    const refused = visit(version, "Secret13", () => late.promise);
    expect(await visit(version, "Secret12", () => late.promise)).toEqual({ result: 0, greeting: "accepted" });
    expect(await Promise.race([refused, Promise.resolve("waiting")])).toBe("waiting");
    late.resolve();
    expect(await refused).toEqual({ result: 1, greeting: "password-failed" });
  });
});

describe("a handshake that is not finished", () => {
  it("rejects when the client leaves", async () => {
    const [server, client] = duplexPair();
    const greeting = greetClient(server, authorisation());
    client.end("RFB 003.008\n");
    await expect(greeting).rejects.toThrow("the stream ended");
  });

  it.each(["GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "RFB 3.8\nabcde", "\0".repeat(16)])(
    "rejects what is no RFB greeting, and asks it for no password: %j",
    async (text) => {
      const [server, client] = duplexPair();
      const greeting = greetClient(
        server,
        authorisation(() => expect.fail("a password was refused")),
      );
      client.write(text);
      client.write(Buffer.alloc(64));
      await expect(greeting).rejects.toThrow("not an RFB client");
    },
  );

  it("rejects a client that asks for no authentication", async () => {
    const [server, client] = duplexPair();
    const greeting = greetClient(server, authorisation());
    client.write("RFB 003.008\n");
    client.write(Buffer.from([1]));
    await expect(greeting).rejects.toThrow("not offered");
  });
});
