import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Caller } from "../../calls/index.ts";
import { askOnion, circuitLine, type OnionAsk } from "../testing/ask-onion.ts";
import { newWallet, openLoginGateway } from "../testing/open-login-gateway.ts";
import { type Answer, openTestGateway } from "../testing/open-test-gateway.ts";
import { circuitIn } from "./read-circuit.ts";

const ADDRESS = "25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkenl5sid.onion";
const login = { perMinute: 2, burst: 2 };

async function socketFolder(): Promise<string> {
  const folder = await mkdtemp("/tmp/lucid-onion-");
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "gateway");
}

/** A gateway with the door open, and who called it. */
async function openDoor(options: NonNullable<Parameters<typeof openTestGateway>[0]>["options"] = {}) {
  const callers: Caller[] = [];
  const test = await openTestGateway({
    options,
    services: {
      node: {
        health: (_input: never, caller: never) => {
          callers.push(caller);
          return { status: "healthy", dependencies: {} };
        },
      },
    },
  });
  onTestFinished(() => test[Symbol.asyncDispose]());
  const socket = await socketFolder();
  const door = await test.gateway.openOnion({ socket, host: () => ADDRESS });
  const ask = (method: string, path: string, asked: Partial<OnionAsk> = {}): Promise<Answer> =>
    askOnion(socket, method, path, { host: ADDRESS, ...asked });
  return { test, callers, socket, door, ask };
}

const statuses = async (answers: readonly Promise<Answer>[]): Promise<number[]> =>
  (await Promise.all(answers)).map(({ status }) => status);

describe("who comes through the onion service", () => {
  it("is told apart by the circuit, and has no address that could be believed", async () => {
    const { ask, callers, socket } = await openDoor({ trustedProxies: ["127.0.0.1", "::1"] });
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
    await ask("GET", "/health", { circuit: 65_539, headers: { "X-Forwarded-For": "127.0.0.1" } });
    await ask("GET", "/health", { circuit: 7, headers: { Forwarded: "for=127.0.0.1" } });
    expect(callers.map(({ ip, circuit, host }) => [ip, circuit, host])).toEqual([
      ["onion", "65539", ADDRESS],
      ["onion", "7", ADDRESS],
    ]);
  });

  it("is no program of this computer: reference pages and metrics stay closed", async () => {
    const { ask, test } = await openDoor();
    expect(await statuses(["/docs/", "/openapi.json", "/metrics"].map((path) => ask("GET", path)))).toEqual([403, 403, 401]);
    expect((await test.ask("GET", "/openapi.json")).status).toBe(200);
    expect((await test.ask("GET", "/metrics")).status).toBe(200);
  });

  it("names the address in Host, and nothing else, and nobody else may name it", async () => {
    const { ask, test } = await openDoor({ trustedHosts: ["node.example"] });
    const hosts = [ADDRESS, ADDRESS.toUpperCase(), `${ADDRESS}:80`, `${ADDRESS}:81`, "localhost", "127.0.0.1", "node.example"];
    expect(await statuses(hosts.map((host) => ask("GET", "/health", { host })))).toEqual([200, 200, 200, 403, 403, 403, 403]);
    expect((await test.ask("GET", "/health", { headers: { Host: ADDRESS } })).status).toBe(403);
  });

  it("comes from the node's own page, or from no page", async () => {
    const { ask } = await openDoor();
    const own = { Origin: `http://${ADDRESS}` };
    const foreign = { Origin: "http://localhost:8080", "Sec-Fetch-Site": "cross-site" };
    expect((await ask("GET", "/health", { headers: own })).status).toBe(200);
    expect((await ask("GET", "/health", { headers: foreign })).status).toBe(403);
    expect((await ask("GET", "/health", { headers: { Origin: "http://localhost:8080" } })).status).toBe(403);
  });

  it("has limits of its own circuit, which others do not feel", async () => {
    const { ask, test } = await openDoor({ limits: { public: login } });
    const wrong = (circuit: number): Promise<Answer> => ask("GET", "/api/v1/users/me", { circuit, token: "x" });
    expect(await statuses([wrong(1), wrong(1)])).toEqual([401, 401]);
    expect((await wrong(1)).status).toBe(429);
    expect((await wrong(2)).status).toBe(401);
    expect((await test.ask("GET", "/api/v1/users/me", { token: "x" })).status).toBe(401);
  });

  it("cannot take the connections of others, nor one circuit those of the next", async () => {
    const { ask, test, socket } = await openDoor({ connections: { onion: 4, ofCircuit: 2, strangers: 2, ofNetwork: 2 } });
    const open = async (circuit: number) => {
      const connection = connect(socket);
      onTestFinished(() => void connection.destroy());
      connection.on("error", () => undefined);
      connection.write(`${circuitLine(circuit)}GET /health HTTP/1.1\r\nHost: ${ADDRESS}\r\n\r\n`);
      await once(connection, "data");
      return connection;
    };
    const [first, second, other] = [await open(1), await open(1), await open(2)];
    const gone = once(first, "close");
    await open(1);
    await gone;
    expect([second.destroyed, other.destroyed]).toEqual([false, false]);
    await open(3);
    expect((await ask("GET", "/health", { circuit: 4 })).status).toBe(200);
    expect((await test.ask("GET", "/health")).status).toBe(200);
  });

  it("gets a refresh cookie that goes nowhere else, and is used from the node's own page only", async () => {
    await using test = await openLoginGateway();
    const socket = await socketFolder();
    await test.openOnion({ socket, host: () => ADDRESS });
    const ask = (path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
      askOnion(socket, "POST", `/api/v1/auth/${path}`, { host: ADDRESS, body, headers });
    const wallet = newWallet();
    const { challenge_id, message } = (await ask("challenge", { tron_address: wallet.address })).json() as Record<string, string>;
    const answer = { challenge_id, tron_address: wallet.address, signature: wallet.signMessage(message ?? "") };
    // What is signed names where it is for.
    expect(message).toContain(ADDRESS);
    const loggedIn = await ask("login", { ...answer, refresh: "cookie" });
    const cookie = loggedIn.headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toMatch(/^lucid_refresh_\d+=[\w-]{43}; Path=\/api\/v1\/auth; Max-Age=604800; HttpOnly; SameSite=Strict$/);
    const [pair = ""] = cookie.split(";");
    const refresh = (headers: Record<string, string>) => ask("refresh", { refresh: "cookie" }, { Cookie: pair, ...headers });
    expect((await refresh({ Origin: "http://127.0.0.1:8080" })).status).toBe(403);
    expect((await refresh({ Origin: `http://${ADDRESS}` })).status).toBe(200);
  });
});

describe("the door", () => {
  it.each([
    ["nothing of a circuit", "GET /health HTTP/1.1\r\n\r\n"],
    ["an address that tor does not use", "PROXY TCP4 127.0.0.1 127.0.0.1 1 80\r\nGET /health HTTP/1.1\r\n\r\n"],
    ["a line without an end", `PROXY TCP6 ${"f".repeat(120)}`],
  ])("cuts a connection that begins with %s", async (_what, said) => {
    const { socket, callers } = await openDoor();
    const connection = connect(socket);
    connection.on("error", () => undefined);
    connection.write(said);
    await once(connection, "close");
    expect(callers).toEqual([]);
  });

  it("cuts a connection that says nothing", async () => {
    const { socket } = await openDoor({ deadlines: { headersMs: 50 } });
    const connection = connect(socket);
    connection.on("error", () => undefined);
    await once(connection, "close");
  });

  it("takes the circuit however it is cut, with what comes behind it", async () => {
    const { socket, callers } = await openDoor();
    const said = `${circuitLine(9)}GET /health HTTP/1.1\r\nHost: ${ADDRESS}\r\nConnection: close\r\n\r\n`;
    const whole = connect(socket);
    whole.write(said);
    expect(await text(whole)).toContain("HTTP/1.1 200");
    const cut = connect(socket, () => undefined);
    for (const letter of said) await new Promise<void>((resolve) => void cut.write(letter, () => resolve()));
    expect(await text(cut)).toContain("HTTP/1.1 200");
    expect(callers.map(({ circuit }) => circuit)).toEqual(["9", "9"]);
  });

  it("closes and opens again, and closes with the gateway", async () => {
    const { test, door, socket, ask } = await openDoor();
    await door[Symbol.asyncDispose]();
    await expect(ask("GET", "/health")).rejects.toThrow(/ENOENT|ECONNREFUSED/);
    await test.gateway.openOnion({ socket, host: () => ADDRESS });
    expect((await ask("GET", "/health")).status).toBe(200);
    const open = connect(socket);
    open.on("error", () => undefined);
    open.write(circuitLine(1));
    await once(open, "connect");
    await test.gateway[Symbol.asyncDispose]();
    await expect(ask("GET", "/health")).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  });
});

it("reads the number of a circuit from tor's line alone", () => {
  expect(circuitIn("PROXY TCP6 fc00:dead:beef:4dad::0:16 ::1 22 80")).toBe("22");
  expect(circuitIn("PROXY TCP6 fc00:dead:beef:4dad::ffff:ffff ::1 65535 42")).toBe("4294967295");
  for (const line of ["PROXY UNKNOWN", "PROXY TCP6 ::1 ::1 22 80", "PROXY TCP6 fc00:dead:beef:4dad::0:16 ::1 22 80 "])
    expect(circuitIn(line)).toBeUndefined();
});
