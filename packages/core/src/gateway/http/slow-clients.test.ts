import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";

const SOON = { headersMs: 100, requestMs: 200, keepAliveMs: 100, stalledMs: 1_000, checkMs: 20 };
const PATIENT = { timeout: 15_000, interval: 20 };

const openConnections = async (test: TestGateway): Promise<number | undefined> => {
  const metric = await test.registry.getSingleMetric("lucid_gateway_connections")?.get();
  return metric?.values[0]?.value;
};

/** A client that sends this as soon as it is connected, and then neither hangs up nor reads. */
async function client(test: TestGateway, text: string): Promise<Socket> {
  const socket = connect({ port: test.gateway.port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => undefined);
  if (text !== "") socket.write(text);
  await once(socket, "connect");
  // On a busy machine its time may be over before anybody looks.
  const wasCounted = async () => socket.readableLength > 0 || socket.closed || (await openConnections(test)) === 1;
  await vi.waitFor(async () => expect(await wasCounted()).toBe(true), PATIENT);
  return socket;
}

async function answerTo(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const post = "POST /api/v1/auth/challenge HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

describe("a client is cut that", () => {
  it.each([
    ["says nothing", ""],
    ["does not finish its headers", "GET /health HTTP/1.1\r\nHost: localhost\r\nX-A"],
    ["does not finish its body", `${post}Content-Length: 100\r\n\r\n{`],
  ])("%s, after it was told so", async (_what, text) => {
    await using test = await openTestGateway({ options: { deadlines: SOON } });
    const socket = await client(test, text);
    const answer = await answerTo(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain("The request did not arrive in time");
    socket.destroy();
  });

  it("neither reads the refusal nor hangs up", async () => {
    await using test = await openTestGateway({ options: { deadlines: SOON } });
    const socket = await client(test, "GET /health HTTP/1.1\r\nHost: localhost\r\nX-A");
    await vi.waitFor(async () => expect(await openConnections(test)).toBe(0), PATIENT);
    socket.destroy();
  });

  it.each(["/nothing", "/api/v1/sessions/0198c0de-0000-4000-8000-000000000001/viewer?ticket=guess"])(
    "does not hang up after its upgrade of %s was refused",
    async (path) => {
      await using test = await openTestGateway({ options: { deadlines: SOON } });
      const upgrade =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
      const socket = await client(test, `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n\r\n`);
      await vi.waitFor(async () => expect(await openConnections(test)).toBe(0), PATIENT);
      socket.destroy();
    },
  );

  it("does nothing more after its answer", async () => {
    await using test = await openTestGateway({ options: { deadlines: SOON } });
    const socket = await client(test, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(await answerTo(socket)).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it("takes nothing of its answer", async () => {
    const ended = Promise.withResolvers<void>();
    async function* endless() {
      try {
        for (;;) yield Buffer.alloc(65_536);
      } finally {
        ended.resolve();
      }
    }
    await using test = await openTestGateway({
      bulk: { openBundle: async () => ({ filename: "a.lucid", stream: endless() }) },
      options: { deadlines: SOON },
    });
    const path = "/api/v1/sessions/0198c0de-0000-4000-8000-000000000001/bundle";
    const socket = await client(test, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: owner\r\n\r\n`);
    await ended.promise;
    await vi.waitFor(async () => expect(await openConnections(test)).toBe(0), PATIENT);
    socket.destroy();
  });
});

it("a client is not cut that waits for work of the node", async () => {
  const health = { status: "healthy", dependencies: {} };
  const deadlines = { ...SOON, stalledMs: 50 };
  await using test = await openTestGateway({
    services: { node: { health: () => new Promise((resolve) => setTimeout(resolve, 1_000, health)) } },
    options: { deadlines },
  });
  expect((await test.ask("GET", "/health")).json()).toEqual(health);
});

describe("room for connections", () => {
  const connections = { ofNetwork: 3, strangers: 5, accounts: 5, ofAccount: 2 };
  const unfinished = "GET /health HTTP/1.1\r\nHost: localhost\r\nX-A";

  async function open(test: TestGateway, text: string, localAddress = "127.0.0.1"): Promise<Socket> {
    const socket = connect({ port: test.gateway.port, host: "127.0.0.1", localAddress });
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.write(text);
    return socket;
  }
  /** Asks over the connection, and leaves it open. */
  async function ask(test: TestGateway, headers: string, localAddress?: string): Promise<Socket> {
    const socket = await open(test, `GET /health/live HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`, localAddress);
    expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 200 /);
    return socket;
  }
  const isCut = async (socket: Socket | undefined): Promise<void> => vi.waitFor(() => expect(socket?.closed).toBe(true), PATIENT);

  it("is given by the oldest of an address that has all it may", async () => {
    await using test = await openTestGateway({ options: { connections } });
    const first = await open(test, unfinished);
    const others = [await open(test, unfinished), await open(test, unfinished)];
    const elsewhere = await ask(test, "", "127.0.0.2");
    const fourth = await ask(test, "");
    await isCut(first);
    expect(await test.registry.getSingleMetricAsString("lucid_gateway_connections_crowded_out_total")).toContain("_total 1");
    expect([...others, elsewhere, fourth].map((socket) => socket.closed)).toEqual([false, false, false, false]);
  });

  it("is given by those that ask for nothing before those that are being answered", async () => {
    const answer = Promise.withResolvers<object>();
    await using test = await openTestGateway({ services: { node: { health: () => answer.promise } }, options: { connections } });
    const asking = await open(test, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const silent = [await open(test, ""), await open(test, "")];
    const newest = await open(test, "");
    await isCut(silent[0]);
    expect([asking.closed, newest.closed]).toEqual([false, false]);
    answer.resolve({ status: "healthy", dependencies: {} });
    expect(String((await once(asking, "data"))[0])).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("of those who have shown a token is not taken by strangers, and is bounded for each account", async () => {
    await using test = await openTestGateway({
      services: { node: { status: () => ({ version: "1" }) } },
      options: { connections },
    });
    const known = async (): Promise<Socket> => {
      const socket = await open(test, "GET /status HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: nobody\r\n\r\n");
      expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 200 /);
      return socket;
    };
    const mine = [await known(), await known()];
    const strangers: Socket[] = [];
    for (let count = 0; count < 10; count++) strangers.push(await open(test, unfinished));
    await vi.waitFor(() => expect(strangers.filter(({ closed }) => closed)).toHaveLength(7), PATIENT);
    expect(mine.map(({ closed }) => closed)).toEqual([false, false]);
    await known();
    await isCut(mine[0]);
  });

  it("is not counted for an address that is a proxy's; what it carries is, request by request", async () => {
    const answer = Promise.withResolvers<object>();
    await using test = await openTestGateway({
      services: { node: { health: () => answer.promise } },
      options: { connections, trustedProxies: ["127.0.0.1"] },
    });
    const askFor = (client: string) =>
      open(test, `GET /health HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${client}\r\n\r\n`);
    const first = [await askFor("192.0.2.1"), await askFor("192.0.2.1"), await askFor("192.0.2.1")];
    const fourth = await askFor("192.0.2.1");
    expect(String((await once(fourth, "data"))[0])).toMatch(/^HTTP\/1\.1 429 /);
    const other = await askFor("192.0.2.2");
    answer.resolve({ status: "healthy", dependencies: {} });
    for (const socket of [...first, other]) expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 200 /);
    const again = await askFor("192.0.2.1");
    expect(String((await once(again, "data"))[0])).toMatch(/^HTTP\/1\.1 200 /);
  });
});
