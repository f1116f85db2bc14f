import { mkdtempSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createSocketServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToPayments, TronNetwork } from "@lucid/contract";
import { openTestDevnet, type TestDevnet } from "@lucid/tron-devnet/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { INVOICE_RULES, PAYOUT_RULES, STAKING_RULES, startProcess, type TestProcess } from "../testing/start-process.ts";

const folder = mkdtempSync(join(tmpdir(), "lucid-payments-"));
let net: TestDevnet;
let payments: TestProcess;

const start = (
  name: string,
  network: TronNetwork = "devnet",
  way: { endpoint?: string; socks?: string } = {},
): Promise<TestProcess> =>
  startProcess({
    ...{ folder: join(folder, name), network, endpoint: net.devnet.url },
    keystore_cost: { memory_kib: 8_192, passes: 1, lanes: 1 },
    day_limits: { sun: "1000000000", micro_usdt: "1000000000" },
    payout_rules: PAYOUT_RULES,
    invoice_rules: INVOICE_RULES,
    staking_rules: STAKING_RULES,
    ...way,
  });
beforeAll(async () => {
  net = await openTestDevnet();
  payments = await start("one");
});
afterAll(async () => {
  await payments?.[Symbol.asyncDispose]();
  await net?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** A SOCKS5 proxy that leads every name to one port of this computer. */
function createProxy(port: number, heard: (name: string) => void): Server {
  return createSocketServer((connection) => {
    connection.once("data", () => {
      connection.write(Buffer.of(5, 0));
      connection.once("data", (request: Buffer) => {
        const end = 5 + (request[4] ?? 0);
        heard(`${request.toString("latin1", 5, end)}:${request.readUInt16BE(end)}`);
        const there = connect(port, "127.0.0.1", () => {
          connection.write(Buffer.concat([Buffer.of(5, 0, 0, 1), Buffer.alloc(6)]));
          connection.pipe(there).pipe(connection);
        });
        there.on("error", () => connection.destroy());
        connection.on("error", () => there.destroy());
      });
    });
  });
}

/** Sockets of the process by the lines of the kernel's tables: local address, remote address, state. */
function socketsOf(pid: number): readonly string[] {
  const links = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const rows = ["tcp", "tcp6", "udp", "udp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8").trim().split("\n").slice(1),
  );
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((cells) => inodes.has(cells[9] ?? ""))
    .map((cells) => `${cells[1]} ${cells[2]} ${cells[3]}`);
}

it("says how the network is, listens nowhere, and is connected with its node alone", async () => {
  expect(await payments.call("network", {})).toMatchObject({ state: "ready", head: { number: net.devnet.chain.head().number } });
  const port = Number(new URL(net.devnet.url).port).toString(16).toUpperCase().padStart(4, "0");
  const sockets = socketsOf(payments.child.pid ?? 0);
  expect(sockets.length).toBeGreaterThan(0);
  // Connected (01), to the devnet's port of this machine.
  for (const socket of sockets) expect(socket).toMatch(new RegExp(`^\\S+ 0100007F:${port} 01$`));
});

it("has neither the engine's environment nor files that others may read", async () => {
  expect(readFileSync(`/proc/${payments.child.pid}/environ`, "utf8")).toMatch(/^(?:NODE_CHANNEL_[A-Z_]+=[^\0]*\0)*$/);
  expect(statSync(join(folder, "one")).mode & 0o077).toBe(0);
  for (const name of readdirSync(join(folder, "one"))) expect(statSync(join(folder, "one", name)).mode & 0o077).toBe(0);
});

it("says that the network does not answer, and when it does again", async () => {
  const fault = net.devnet.faults.add({ kind: "status", status: 503, path: "/wallet/getnowblock" });
  expect(await payments.call("network", {})).toMatchObject({ state: "unreachable", detail: "the node answers with status 503" });
  net.devnet.faults.remove(fault.id);
  expect(await payments.call("network", {})).toMatchObject({ state: "ready", detail: "" });
});

it("follows no redirect", async () => {
  const asked: string[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end("{}");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const fault = net.devnet.faults.add({ kind: "redirect", to: `http://127.0.0.1:${port}/`, path: "/wallet/getnowblock" });
  expect(await payments.call("network", {})).toMatchObject({
    state: "unreachable",
    detail: expect.stringContaining("not followed"),
  });
  net.devnet.faults.remove(fault.id);
  elsewhere.close();
  expect(asked).toEqual([]);
});

it("asks through a proxy on a socket for a name that it does not look up, and past it only when it is told to", async () => {
  const asked: string[] = [];
  const { port } = new URL(net.devnet.url);
  const proxy = createProxy(Number(port), (name) => void asked.push(name));
  const socks = join(folder, "socks");
  await new Promise<void>((resolve) => proxy.listen(socks, resolve));
  const host = `${"a".repeat(56)}.onion`;
  await using hidden = await start("four", "devnet", { endpoint: `http://${host}`, socks });
  expect(await hidden.call("network", {})).toMatchObject({ state: "ready", detail: "" });
  expect(new Set(asked)).toEqual(new Set([`${host}:80`]));
  expect(socketsOf(hidden.child.pid ?? 0)).toEqual([]);

  hidden.child.send({ type: "way", socks: join(folder, "nobody") } satisfies ToPayments);
  await expect
    .poll(() => hidden.call("network", {}))
    .toMatchObject({ state: "unreachable", detail: "the node's own Tor does not run, and payments go through it alone" });
  hidden.child.send({ type: "way", socks } satisfies ToPayments);
  await expect.poll(() => hidden.call("network", {})).toMatchObject({ state: "ready" });
  proxy.close();

  await using open = await start("five", "devnet", { socks: join(folder, "nobody") });
  expect(await open.call("network", {})).toMatchObject({ state: "unreachable" });
  expect(socketsOf(open.child.pid ?? 0)).toEqual([]);
  open.child.send({ type: "way", socks: null } satisfies ToPayments);
  await expect.poll(() => open.call("network", {})).toMatchObject({ state: "ready" });
});

it("refuses a node of another network than the one that is set", async () => {
  await using other = await start("two", "nile");
  expect(await other.call("network", {})).toMatchObject({
    state: "wrong-network",
    detail: "the node belongs to a network of its own",
  });
});

it("ends when the engine is gone", async () => {
  const { child } = await start("three");
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.disconnect();
  expect(await ended).toBe(0);
});
