import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { startTicksOf } from "./process-record.ts";
import { OPEN_POLICY, scripted } from "./testing/desktop-samples.ts";
import { escapeScript } from "./testing/escape-attempts.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { viewDesktop } from "./testing/view-desktop.ts";

const PATIENT = { timeout: 45_000, interval: 100 };
const MIB = 1024 ** 2;

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

/** The process that connects a desktop to the network. */
const networkHelper = (pids: readonly number[]): number | undefined =>
  pids.find((pid) => startTicksOf(pid) !== undefined && /slirp4netns\0/.test(readFileSync(`/proc/${pid}/cmdline`, "latin1")));

/** Listens and says where; closed at the end of the test. */
async function listen(options: { host: string; port: number } | { path: string }) {
  let visits = 0;
  const server = createServer((socket) => {
    visits++;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options, resolve));
  return { port: (server.address() as AddressInfo).port, visits: () => visits, [Symbol.dispose]: () => void server.close() };
}

const machineAddress = (): string => {
  const addresses = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
};

describe.each(["none", "internet"] as const)("a program in a desktop with network %s", (network) => {
  it("reaches nothing of the node, of the machine, or of other sessions", async () => {
    const marker = `marker-${network}-${process.pid}`;
    mkdirSync(join(node.dataDirectory, "keys"), { recursive: true });
    writeFileSync(join(node.dataDirectory, "keys", "node.key"), marker);
    vi.stubEnv("LUCID_TEST_SECRET", marker);
    await using other = await node.start();
    using everywhere = await listen({ host: "0.0.0.0", port: 0 });
    using loopback = await listen({ host: "127.0.0.1", port: 0 });
    using unix = await listen({ path: join(node.dataDirectory, "test.sock") });
    const abstractSocket = `lucid-test-${process.pid}`;
    using abstract = await listen({ path: `\0${abstractSocket}` });

    const { desktop } = other;
    const script = escapeScript({
      ...{ dataDirectory: node.dataDirectory, marker, nodePid: process.pid, abstractSocket },
      tcpPorts: [everywhere.port, loopback.port, desktop.rdpPort],
      machineAddress: machineAddress(),
      otherDisplay: desktop.displayNumber,
      callBackPort: loopback.port,
    });
    const before = node.lines().length;
    await using subject = await node.start({ template: scripted(script), policy: { ...OPEN_POLICY, network } });
    const printed = () => node.lines().slice(before);
    await vi.waitFor(() => expect(printed()).toContain("ATTEMPTS DONE"), PATIENT);
    expect(printed().filter((line) => line.startsWith("ESCAPED"))).toEqual([]);
    expect(printed().filter((line) => line.startsWith("BROKEN"))).toEqual([]);
    expect(printed().filter((line) => line.startsWith("WORKS"))).toHaveLength(6);
    expect(printed().filter((line) => line.startsWith("HELD")).length).toBeGreaterThan(80);
    expect([everywhere, loopback, unix, abstract].map(({ visits }) => visits())).toEqual([0, 0, 0, 0]);

    const helper = networkHelper(subject.desktop.processIds);
    if (network === "none") return expect(helper).toBeUndefined();
    // What hangs, and has its process, its device and its addresses, is told; what answers again is left in peace.
    const told = () => subject.events.flatMap((event) => (event.type === "network-changed" ? [event.answers] : []));
    expect(told()).toEqual([]);
    process.kill(helper ?? Number.NaN, "SIGSTOP");
    await vi.waitFor(() => expect(told()).toEqual([false]), PATIENT);
    process.kill(helper ?? Number.NaN, "SIGCONT");
    await vi.waitFor(() => expect(told()).toEqual([false, true]), PATIENT);
    expect(networkHelper(subject.desktop.processIds)).toBe(helper);
  });
});

/** Looks, again and again, for a way out and for what must stay closed, and says what changed. */
const WATCH_NETWORK = (port: number) => `perl -MIO::Socket::INET -e '
  $| = 1; my $last = "";
  for (;;) {
    open my $routes, "<", "/proc/net/route"; my $device = grep { /^tap0/ } <$routes>;
    IO::Socket::INET->new(PeerAddr => $_, PeerPort => ${port}, Timeout => 1) and print "NETWORK ESCAPED $_\n"
      for ("${machineAddress()}", "192.0.2.2", "192.0.2.3");
    my $now = $device ? "there" : "away";
    print "NETWORK $now\n" if $now ne $last; $last = $now;
    select undef, undef, undef, 0.02;
  }'`;

it("the network of a desktop comes back when what connects it hangs or dies, and stays closed meanwhile", async () => {
  using everywhere = await listen({ host: "0.0.0.0", port: 0 });
  const mark = node.lines().length;
  const template = scripted(WATCH_NETWORK(everywhere.port));
  await using opened = await node.start({ template, policy: { ...OPEN_POLICY, network: "internet" } });
  const { desktop, events } = opened;
  const seen = () =>
    node
      .lines()
      .slice(mark)
      .filter((line) => line.startsWith("NETWORK"));
  const restarts = () => events.filter((event) => event.type === "part-restarted").map(({ part }) => part);
  await vi.waitFor(() => expect(seen()).toEqual(["NETWORK there"]), PATIENT);

  for (const [index, signal] of (["SIGKILL", "SIGSTOP", "SIGKILL"] as const).entries()) {
    const before = networkHelper(desktop.processIds);
    process.kill(before ?? Number.NaN, signal);
    await vi.waitFor(() => expect(restarts()).toEqual(Array.from({ length: index + 1 }, () => "network")), PATIENT);
    await vi.waitFor(() => expect(networkHelper(desktop.processIds)).not.toBe(before), PATIENT);
    await vi.waitFor(() => expect(networkHelper(desktop.processIds)).toBeDefined(), PATIENT);
    const expected = Array.from({ length: index + 1 }, () => ["NETWORK away", "NETWORK there"]).flat();
    await vi.waitFor(() => expect(seen()).toEqual(["NETWORK there", ...expected]), PATIENT);
  }
  const changes = () => events.flatMap((event) => (event.type === "network-changed" ? [event.answers] : []));
  await vi.waitFor(() => expect(changes().at(-1)).toBe(true), PATIENT);
  expect(changes()).toContain(false);
  expect(everywhere.visits()).toBe(0);
});

describe("a greedy program in a desktop", () => {
  const processesIn = (pids: readonly number[]): number => {
    const first = pids.map((pid) => `/proc/${pid}/root/proc`);
    return Math.max(
      ...first.map((path) => {
        try {
          const names = readdirSync(path);
          // The machine's own /proc is what those see that are not in a sandbox.
          return names.includes(String(process.pid)) ? 0 : names.filter((name) => /^\d+$/.test(name)).length;
        } catch {
          return 0;
        }
      }),
    );
  };

  it("cannot make more processes than it may, and the desktop goes on", async () => {
    const limits = { processes: 40 };
    const bomb = "echo bombing; bomb() { bomb | bomb & }; bomb; sleep 60";
    await using opened = await node.start({ template: scripted(bomb), limits });
    const { desktop } = opened;
    const mark = node.lines().length;
    await vi.waitFor(
      () =>
        expect(
          node
            .lines()
            .slice(mark)
            .some((line) => line.includes("fork")),
        ).toBe(true),
      PATIENT,
    );
    expect(processesIn(desktop.processIds)).toBeLessThanOrEqual(limits.processes + 2);
    await vi.waitFor(
      () => expect(opened.events).toContainEqual(expect.objectContaining({ type: "limit-reached", limit: "processes" })),
      PATIENT,
    );
    using viewer = await viewDesktop(desktop);
    expect((await viewer.screen()).length).toBe(4 * 800 * 600);
    const pids = desktop.processIds;
    await opened[Symbol.asyncDispose]();
    expect(pids.filter((pid) => startTicksOf(pid) !== undefined)).toEqual([]);
  });

  it("is stopped at its memory, alone or as many", async () => {
    const hog = (bytes: number) =>
      `perl -e '$| = 1; my @a; push @a, "x" x ${MIB} for 1..${bytes / MIB}; print "grew\\n"; sleep 60'`;
    const alone = scripted(`${hog(400 * MIB)} || echo ALONE STOPPED`);
    await using _alone = await node.start({ template: alone, limits: { memoryBytes: 256 * MIB } });
    await vi.waitFor(() => expect(node.lines()).toContain("ALONE STOPPED"), PATIENT);

    const many = scripted(`for i in 1 2 3 4 5; do ${hog(100 * MIB)} & done; wait`);
    await using opened = await node.start({ template: many, limits: { memoryBytes: 256 * MIB } });
    await vi.waitFor(
      () => expect(opened.events).toContainEqual(expect.objectContaining({ type: "limit-reached", limit: "memory" })),
      PATIENT,
    );
  });

  it("cannot fill the machine's memory with files", async () => {
    const places = ["/home/user", "/tmp", "/dev/shm", "/run/user/1000"];
    const fill = places
      .map((place) => `head -c ${64 * MIB} /dev/zero > ${place}/big; echo "FILLED ${place} $(stat -c %s ${place}/big)"`)
      .join("; ");
    const mark = node.lines().length;
    await using _opened = await node.start({
      template: scripted(`trap '' XFSZ; ${fill}; echo FILLING DONE`),
      limits: { scratchBytes: 8 * MIB },
    });
    await vi.waitFor(() => expect(node.lines().slice(mark)).toContain("FILLING DONE"), PATIENT);
    const sizes = node
      .lines()
      .slice(mark)
      .filter((line) => line.startsWith("FILLED"));
    expect(sizes).toHaveLength(places.length);
    for (const line of sizes) expect(Number(line.split(" ")[2])).toBeLessThanOrEqual(8 * MIB);
  });
});

it("a desktop says what holds its programs", async () => {
  await using opened = await node.start();
  const expected = node.host.cgroup.kind === "usable" ? "cgroup" : "rlimits";
  expect(opened.desktop.sandbox).toMatchObject({ mechanism: expected, network: "none" });
});

it("a desktop's first process tells nothing of the node that started it", async () => {
  const mark = node.lines().length;
  const told = "cat /proc/1/environ /proc/1/cmdline | tr '\\0' ' '";
  await using _opened = await node.start({ template: scripted(`echo "TOLD $(${told}) DONE"`) });
  const line = () =>
    node
      .lines()
      .slice(mark)
      .find((printed) => printed.startsWith("TOLD")) ?? "";
  await vi.waitFor(() => expect(line()).toMatch(/DONE$/), PATIENT);
  expect(line()).toMatch(/^TOLD LUCID_MARK=[0-9a-f]{24}\.[0-9a-f]{24} \S*bwrap /);
  expect(line().replace(/LUCID_MARK=\S+/, "")).not.toMatch(new RegExp(`LUCID|${node.dataDirectory}|\\b${process.pid}\\b`));
});
