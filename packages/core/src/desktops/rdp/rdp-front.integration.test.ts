import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startTicksOf } from "../process-record.ts";
import { openTestNode, type TestNode } from "../testing/open-test-desktop.ts";
import { startRdpClient } from "../testing/rdp-client.ts";
import { childrenOf } from "./children-of.ts";

const PATIENT = { timeout: 40_000, interval: 100 };
/** An X.224 connection request that asks for TLS (MS-RDPBCGR 4.1.1, without a cookie). */
const CONNECTION_REQUEST = Buffer.from("030000130ee000000000000100080001000000", "hex");

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

/** A client from another address, which says this and no more. */
async function stranger(port: number, bytes: Buffer = Buffer.alloc(0), localAddress = "127.0.0.2"): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  if (bytes.length > 0) socket.write(bytes);
  return socket;
}

/** One that goes as far as it can without a password: xrdp has a process for it, with which it has agreed on TLS. */
async function silentAfterTls(port: number): Promise<Socket> {
  const socket = await stranger(port, CONNECTION_REQUEST);
  await once(socket, "data");
  const secure = connectTls({ socket, rejectUnauthorized: false });
  secure.on("error", () => undefined);
  await once(secure, "secureConnect");
  return socket;
}

/** A socket closes once what it was told is read. */
async function untilCut(...sockets: Socket[]): Promise<void> {
  for (const socket of sockets) socket.resume();
  await vi.waitFor(() => expect(sockets.map(({ closed }) => closed)).toEqual(sockets.map(() => true)), PATIENT);
}

/** What TCP waits for on each connection to a port, as proc_pid_net_tcp(5) numbers it: 02 is the time to ask for a sign of life. */
function timersAt(port: number): string[] {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = readFileSync("/proc/self/net/tcp", "latin1").split("\n");
  return rows.flatMap((row) => {
    const [, address = "", , state, , timer = ""] = row.trim().split(/\s+/);
    return address.endsWith(local) && state === "01" ? [timer.slice(0, 2)] : [];
  });
}

/** The xrdp that listens, inside of its sandbox. */
async function listenersOf(processIds: readonly number[]): Promise<number[]> {
  const children = (await Promise.all(processIds.map((pid) => childrenOf(pid)))).flat();
  return children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1").startsWith("/usr/sbin/xrdp\0"));
}

it("the one who shows the password is named and stays, and those are cut who came before and never did", async () => {
  // As long as a client may take from its connection to its password on a busy machine.
  await using opened = await node.start({ rdp: { passwordMs: 25_000 } });
  const { desktop, events } = opened;
  const silent = [await silentAfterTls(desktop.rdpPort), await silentAfterTls(desktop.rdpPort)];
  await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password });
  await vi.waitFor(() => expect(desktop.clients()).toMatchObject([{ kind: "rdp", address: "127.0.0.1" }]), PATIENT);
  // Nobody stays who is gone without a word.
  await vi.waitFor(() => expect(timersAt(desktop.rdpPort)).toContain("02"), PATIENT);
  const last = await silentAfterTls(desktop.rdpPort);
  await untilCut(...silent, last);
  expect(rdp.isRunning()).toBe(true);
  expect(desktop.clients()).toHaveLength(1);
  expect(events.filter(({ type }) => type.startsWith("client-"))).toMatchObject([
    { type: "client-connected", kind: "rdp", address: "127.0.0.1" },
  ]);
});

it("the one who tries a wrong password is named, whoever else is there", async () => {
  await using opened = await node.start();
  const { desktop, events } = opened;
  await silentAfterTls(desktop.rdpPort);
  await using _rdp = await startRdpClient({ port: desktop.rdpPort, password: "wrongone" });
  await vi.waitFor(() => expect(events).toMatchObject([{ type: "password-failed", address: "127.0.0.1" }]), PATIENT);
});

it("who is silent before his TLS hello is cut, and who says anything else at once", async () => {
  await using opened = await node.start({ rdp: { helloMs: 500 } });
  const { rdpPort } = opened.desktop;
  const silent = await stranger(rdpPort);
  const half = await stranger(rdpPort, CONNECTION_REQUEST.subarray(0, 7));
  const noHello = await stranger(rdpPort, CONNECTION_REQUEST);
  await untilCut(silent, half, noHello);
  await using patient = await node.start();
  const others = ["GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "RFB 003.008\n", "\u0003\0\xff\xff".repeat(4)];
  const talkers = await Promise.all(others.map((text) => stranger(patient.desktop.rdpPort, Buffer.from(text, "latin1"))));
  const noTls = await stranger(patient.desktop.rdpPort, CONNECTION_REQUEST);
  await once(noTls, "data");
  noTls.write("no hello");
  await untilCut(...talkers, noTls);
});

it("silent clients of his own address keep nobody out", async () => {
  await using opened = await node.start();
  const { desktop } = opened;
  const silent = await Promise.all(Array.from({ length: 70 }, () => stranger(desktop.rdpPort, CONNECTION_REQUEST, "127.0.0.1")));
  await using _rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password });
  await vi.waitFor(() => expect(desktop.clients()).toMatchObject([{ kind: "rdp", address: "127.0.0.1" }]), PATIENT);
  for (const socket of silent) socket.destroy();
});

it("who breaks off or half-closes in the middle of a handshake keeps nobody out and leaves nothing behind", async () => {
  await using opened = await node.start();
  const { desktop } = opened;
  const hello = Buffer.concat([Buffer.from("160301020001", "hex"), Buffer.alloc(20)]);
  const said = [
    Buffer.alloc(0),
    CONNECTION_REQUEST.subarray(0, 9),
    CONNECTION_REQUEST,
    Buffer.concat([CONNECTION_REQUEST, hello]),
  ];
  const broken = said.flatMap((bytes) =>
    (["destroy", "end", "resetAndDestroy"] as const).map(async (how) => {
      const socket = await stranger(desktop.rdpPort, bytes);
      socket[how]();
      return socket;
    }),
  );
  const late = await silentAfterTls(desktop.rdpPort);
  late.resetAndDestroy();
  await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password });
  await vi.waitFor(() => expect(desktop.clients()).toMatchObject([{ kind: "rdp", address: "127.0.0.1" }]), PATIENT);
  await untilCut(...(await Promise.all(broken)), late);
  // What xrdp had forked for them is gone as well.
  const [xrdp = Number.NaN] = await listenersOf(desktop.processIds);
  await vi.waitFor(async () => expect(await childrenOf(xrdp)).toHaveLength(1), PATIENT);
  // Where it hangs, it does not outlive its client.
  const [fork = Number.NaN] = await childrenOf(xrdp);
  process.kill(fork, "SIGSTOP");
  await rdp[Symbol.asyncDispose]();
  await vi.waitFor(() => expect(desktop.clients()).toEqual([]), PATIENT);
});

it("a program of this machine that finds xrdp's port to the display hears nothing there, and counts for nothing", async () => {
  await using opened = await node.start();
  const { desktop, events } = opened;
  const ini = readFileSync(`${node.dataDirectory}/run/${desktop.sessionId}/xrdp.ini`, "latin1");
  const port = Number(/^port=(\d+)$/m.exec(ini)?.[1]);
  for (let time = 0; time < 6; time++) {
    const socket = connect({ port, host: "127.0.0.1" });
    const heard: Buffer[] = [];
    socket.on("error", () => undefined).on("data", (bytes) => heard.push(bytes));
    socket.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n");
    await untilCut(socket);
    expect(heard).toEqual([]);
  }
  expect(events).toEqual([]);
});

it("is served by an xrdp that was started again", async () => {
  await using opened = await node.start();
  const { desktop, events } = opened;
  await silentAfterTls(desktop.rdpPort);
  const xrdp = desktop.processIds.find(
    (pid) => startTicksOf(pid) !== undefined && /xrdp\0--nodaemon/.test(readFileSync(`/proc/${pid}/cmdline`, "latin1")),
  );
  process.kill(xrdp ?? Number.NaN, "SIGKILL");
  await vi.waitFor(() => expect(events).toMatchObject([{ type: "part-restarted", part: "rdp" }]), PATIENT);
  await using _rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password });
  await vi.waitFor(() => expect(desktop.clients()).toMatchObject([{ kind: "rdp", address: "127.0.0.1" }]), PATIENT);
});

it("does not wait for an xrdp that hangs", async () => {
  await using opened = await node.start();
  const { desktop, events } = opened;
  const [xrdp = Number.NaN] = await listenersOf(desktop.processIds);
  process.kill(xrdp, "SIGSTOP");
  await stranger(desktop.rdpPort, CONNECTION_REQUEST);
  await vi.waitFor(() => expect(events).toMatchObject([{ type: "part-restarted", part: "rdp" }]), PATIENT);
  await using _rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password });
  await vi.waitFor(() => expect(desktop.clients()).toMatchObject([{ kind: "rdp", address: "127.0.0.1" }]), PATIENT);
});
