import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { desktopErrors, MAX_CLIPBOARD_BYTES } from "@lucid/contract";
import { describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";

const session = "0198c0de-1111-4111-8111-111111111111";
const pathWith = (ticket: string): string => `/api/v1/sessions/${session}/viewer?ticket=${ticket}`;

/** A VNC server as far as the bridge can tell: whatever comes goes back. */
async function startEcho() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    sockets,
    async attach(stream: Duplex): Promise<void> {
      const socket = connect(port, "127.0.0.1");
      await Promise.allSettled([pipeline(stream, socket), pipeline(socket, stream)]);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function openWithViewer() {
  const echo = await startEcho();
  const tickets = new Set(["good"]);
  const test = await openTestGateway({
    bulk: {
      redeemViewerTicket(ticket, forSession) {
        if (forSession !== session || !tickets.delete(ticket)) throw desktopErrors.TICKET_INVALID();
        return Promise.resolve({
          userId: "watcher",
          loginSessionId: "login",
          attach: (stream: Duplex) => void echo.attach(stream),
        });
      },
    },
  });
  return {
    ...test,
    echo,
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]();
      await echo[Symbol.asyncDispose]();
    },
  };
}

const open = (test: TestGateway, path: string, options: object = {}): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${test.gateway.port}${path}`, ["binary"], options);

/** Status and body with which an upgrade was refused. */
async function refusal(socket: WebSocket): Promise<[number, unknown]> {
  socket.on("error", () => undefined);
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, import("node:http").IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return [response.statusCode ?? 0, JSON.parse(Buffer.concat(parts).toString())];
}

describe("the viewer's bridge", () => {
  it("closes when the login that asked for its ticket ends, and stands in the audit log", async () => {
    await using test = await openWithViewer();
    const socket = open(test, pathWith("good"));
    await once(socket, "open");
    expect(test.audited).toMatchObject([{ procedure: "bulk.viewer", outcome: "ok", userId: "watcher", target: session }]);
    test.endLogin("login");
    await once(socket, "close");
    await expect.poll(() => test.echo.sockets.size).toBe(0);
  });

  it("carries bytes both ways, in order and complete, however many", async () => {
    await using test = await openWithViewer();
    const socket = open(test, pathWith("good"));
    await once(socket, "open");
    expect(socket.protocol).toBe("binary");
    const sent = Buffer.alloc(8 * 1_048_576, "0123456789abcdefg");
    const parts: Buffer[] = [];
    let received = 0;
    const complete = Promise.withResolvers<void>();
    socket.on("message", (data: Buffer, isBinary) => {
      expect(isBinary).toBe(true);
      parts.push(data);
      received += data.length;
      if (received === sent.length) complete.resolve();
    });
    for (let at = 0; at < sent.length; at += 65_536) socket.send(sent.subarray(at, at + 65_536));
    await complete.promise;
    expect(Buffer.concat(parts).equals(sent)).toBe(true);
    socket.close();
  });

  it("carries a text that is too large for a desktop, which is the desktop's to refuse, and cuts off what is far longer", async () => {
    await using test = await openWithViewer();
    const socket = open(test, pathWith("good"));
    await once(socket, "open");
    let received = 0;
    const complete = Promise.withResolvers<void>();
    const sent = Buffer.alloc(2 * MAX_CLIPBOARD_BYTES, "x");
    socket.on("message", (data: Buffer) => {
      received += data.length;
      if (received === sent.length) complete.resolve();
    });
    socket.send(sent);
    await complete.promise;
    const closed = once(socket, "close");
    socket.send(Buffer.alloc(4 * MAX_CLIPBOARD_BYTES + 1));
    expect((await closed)[0]).toBe(1009);
    await expect.poll(() => test.echo.sockets.size).toBe(0);
  });

  it("ends the desktop's side when the viewer goes", async () => {
    await using test = await openWithViewer();
    const socket = open(test, pathWith("good"));
    await once(socket, "open");
    socket.send("x");
    await once(socket, "message");
    const [vnc] = test.echo.sockets;
    const ended = once(vnc as Socket, "close");
    socket.terminate();
    expect(await ended).toEqual([false]);
  });

  it("ends the viewer when the desktop goes", async () => {
    await using test = await openWithViewer();
    const socket = open(test, pathWith("good"));
    await once(socket, "open");
    socket.send("x");
    await once(socket, "message");
    const ended = once(socket, "close");
    for (const vnc of test.echo.sockets) vnc.destroy();
    expect((await ended)[0]).toBe(1005);
  });

  it("refuses a ticket that is unknown or was used, with the envelope", async () => {
    await using test = await openWithViewer();
    const first = open(test, pathWith("good"));
    await once(first, "open");
    for (const ticket of ["good", "guess"]) {
      const [status, body] = await refusal(open(test, pathWith(ticket)));
      expect([status, body]).toMatchObject([401, { error: { code: "LUCID_RDP_ERR_4404" } }]);
    }
    first.terminate();
  });

  it("refuses a page of another site before it looks at the ticket", async () => {
    await using test = await openWithViewer();
    const [status] = await refusal(open(test, pathWith("good"), { headers: { Origin: "https://evil.example" } }));
    expect(status).toBe(403);
    const own = open(test, pathWith("good"), { headers: { Origin: `http://127.0.0.1:${test.gateway.port}` } });
    await once(own, "open");
    own.terminate();
  });

  it("refuses a foreign host, another path, and a path without a ticket", async () => {
    await using test = await openWithViewer();
    expect((await refusal(open(test, pathWith("good"), { headers: { Host: "evil.example" } })))[0]).toBe(403);
    expect((await refusal(open(test, "/api/v1/sessions")))[0]).toBe(404);
    expect((await refusal(open(test, `/api/v1/sessions/${session}/viewer`)))[0]).toBe(400);
    expect((await refusal(open(test, `/api/v1/sessions/nonsense/viewer?ticket=good`)))[0]).toBe(400);
  });

  it("writes no ticket into the log", async () => {
    await using test = await openWithViewer();
    await refusal(open(test, pathWith("ticket-secret")));
    expect(test.log.join("")).toContain("bulk.viewer");
    expect(test.log.join("")).not.toContain("ticket-secret");
  });

  it("does not keep the gateway from closing", async () => {
    const test = await openWithViewer();
    const socket = open(test, pathWith("good"));
    await once(socket, "open");
    const ended = once(socket, "close");
    await test[Symbol.asyncDispose]();
    expect((await ended)[0]).toBe(1001);
  });

  it("is one of few that an account may have open", async () => {
    await using test = await openTestGateway({
      bulk: { redeemViewerTicket: async () => ({ userId: "watcher", attach: (stream: Duplex) => void stream.resume() }) },
    });
    const url = `ws://127.0.0.1:${test.gateway.port}${pathWith("good")}`;
    const open = async (): Promise<WebSocket> => {
      const socket = new WebSocket(url);
      await once(socket, "open");
      return socket;
    };
    const viewers = [];
    for (let count = 0; count < 20; count++) viewers.push(await open());
    const refused = new WebSocket(url);
    refused.on("error", () => undefined);
    const [, response] = (await once(refused, "unexpected-response")) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(429);
    refused.terminate();
    viewers.pop()?.close();
    await vi.waitFor(async () => viewers.push(await open()), { timeout: 10_000, interval: 50 });
    for (const viewer of viewers) viewer.terminate();
  });
});
