import { existsSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { connect } from "node:net";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { startTicksOf } from "./process-record.ts";
import { readTemplates } from "./read-templates.ts";
import { scripted, TEMPLATES } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { startRdpClient } from "./testing/rdp-client.ts";
import { heard, inTerminal, LISTENER, untilListening } from "./testing/terminal.ts";
import { viewDesktop } from "./testing/view-desktop.ts";

const PATIENT = { timeout: 20_000, interval: 100 };

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

const processesOf = (pids: readonly number[]): number[] => pids.filter((pid) => startTicksOf(pid) !== undefined);
const colourAt = (screen: Buffer, width: number, x: number, y: number): string => {
  const at = 4 * (y * width + x);
  return `#${[2, 1, 0].map((offset) => (screen[at + offset] ?? 0).toString(16).padStart(2, "0")).join("")}`;
};

describe("a desktop", () => {
  it("is painted when it is said to be open, and shows its applications", async () => {
    const template = (await readTemplates(TEMPLATES)).get("desktop");
    if (!template) throw new Error("no template");
    await using opened = await node.start({ template });
    const { desktop } = opened;
    using viewer = await viewDesktop(desktop);
    const screen = await viewer.screen();
    expect(colourAt(screen, 800, 799, 599)).toBe(template.background);
    await vi.waitFor(async () => {
      expect(colourAt(await viewer.screen(), 800, 400, 520)).toBe("#11161c");
    }, PATIENT);
  });

  it("keeps its files to itself and leaves nothing behind", async () => {
    const opened = await node.start();
    const { desktop } = opened;
    const directory = `${node.dataDirectory}/run/${desktop.sessionId}`;
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(desktop.xauthority)).mode & 0o777).toBe(0o600);
    // Nobody else comes to the display's own sockets, whatever a program in the desktop says to the display.
    for (const folder of [dirname(dirname(desktop.xSocket)), dirname(desktop.appSocket)]) {
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    }
    expect(existsSync(`/tmp/.X11-unix/X${desktop.displayNumber}`)).toBe(false);
    const pids = desktop.processIds;
    expect(processesOf(pids).length).toBeGreaterThanOrEqual(6);
    const exits: unknown[] = [];
    desktop.onExit((exit) => exits.push(exit));

    await opened[Symbol.asyncDispose]();
    expect(processesOf(pids)).toEqual([]);
    expect(existsSync(directory)).toBe(false);
    expect(existsSync(`/tmp/.X${desktop.displayNumber}-lock`)).toBe(false);
    expect(exits).toEqual([{ part: "disposed", code: null, signal: null }]);
    await expect(viewDesktop(desktop)).rejects.toThrow();
  });

  it("opens five times side by side, each with its own display, ports and password", async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => node.start()));
    const distinct = (value: (desktop: (typeof opened)[number]["desktop"]) => unknown) =>
      new Set(opened.map(({ desktop }) => value(desktop))).size;
    expect(distinct((desktop) => desktop.displayNumber)).toBe(5);
    expect(distinct((desktop) => desktop.rdpPort)).toBe(5);
    expect(distinct((desktop) => desktop.password)).toBe(5);
    for (const { desktop } of opened) {
      expect(desktop.rdpPort).toBeGreaterThanOrEqual(13_389);
      expect(desktop.rdpPort).toBeLessThanOrEqual(14_389);
      using viewer = await viewDesktop(desktop);
      expect(viewer.width).toBe(800);
    }
    expect(await node.registry.getSingleMetricAsString("lucid_desktops_open")).toContain("lucid_desktops_open 5");
    await Promise.all(opened.map((one) => one[Symbol.asyncDispose]()));
    expect(await node.registry.getSingleMetricAsString("lucid_desktops_open")).toContain("lucid_desktops_open 0");
  });

  it("does not start without a free port, and says which were tried", async () => {
    await using first = await node.start({ rdp: { fromPort: 14_377, toPort: 14_377 } });
    expect(first.desktop.rdpPort).toBe(14_377);
    await expect(node.start({ rdp: { fromPort: 14_377, toPort: 14_377 } })).rejects.toMatchObject({
      code: "LUCID_RDP_ERR_4402",
      details: { from: 14_377, to: 14_377 },
    });
  });
});

describe("clients of a desktop", () => {
  it("connect with RDP and a viewer at once, and what they type reaches the same shell", async () => {
    await using opened = await node.start({ template: scripted(inTerminal(LISTENER)) });
    const { desktop, events } = opened;
    using viewer = await viewDesktop(desktop);
    await untilListening(viewer, node.lines);
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password });
    await vi.waitFor(() => expect(desktop.clients().map(({ kind }) => kind)).toEqual(["viewer", "rdp"]), PATIENT);
    await vi.waitFor(async () => expect(await rdp.pixel(799, 599)).toBe("#204060"), PATIENT);

    const word = `rdp${desktop.rdpPort}`;
    await rdp.type(`${word}\n`);
    await vi.waitFor(() => expect(heard(node.lines())).toContain(word), PATIENT);
    viewer.type(`viewer${desktop.displayNumber}\n`);
    await vi.waitFor(() => expect(heard(node.lines())).toContain(`viewer${desktop.displayNumber}`), PATIENT);

    await rdp[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(desktop.clients().map(({ kind }) => kind)).toEqual(["viewer"]), PATIENT);
    const story = events.filter((event) => "kind" in event && event.kind === "rdp");
    expect(story).toMatchObject([
      { type: "client-connected", address: "127.0.0.1" },
      { type: "client-disconnected", address: "127.0.0.1" },
    ]);
  });

  it("come to the display by xrdp or not at all: whoever else finds xrdp's port is not even asked for a password", async () => {
    await using opened = await node.start();
    const { desktop, events } = opened;
    const settings = readFileSync(`${node.dataDirectory}/run/${desktop.sessionId}/xrdp.ini`, "latin1");
    const port = Number(/^port=(\d+)$/m.exec(settings)?.[1]);
    const stranger = connect(port, "127.0.0.1");
    let heard = "";
    stranger.setEncoding("latin1").on("data", (text: string) => {
      heard += text;
    });
    const closed = new Promise((resolve) => stranger.once("close", resolve).on("error", () => undefined));
    stranger.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    await closed;
    expect([heard, events]).toEqual(["", []]);
  });

  it("see no desktop with a wrong password", async () => {
    await using opened = await node.start();
    const { desktop, events } = opened;
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: "wrongone" });
    await vi.waitFor(
      () => expect(events).toMatchObject([{ type: "password-failed", kind: "rdp", address: "127.0.0.1" }]),
      PATIENT,
    );
    expect(desktop.clients()).toEqual([]);
    expect(await rdp.pixel(799, 599)).not.toBe("#204060");
  });

  it("come in with the password, whatever wrong ones were tried before", async () => {
    await using opened = await node.start();
    const { desktop, events } = opened;
    const attempts = () => events.map(({ type }) => type).filter((type) => type.startsWith("password"));
    for (let attempt = 1; attempt <= 5; attempt++) {
      await using _wrong = await startRdpClient({ port: desktop.rdpPort, password: "wrongone" });
      await vi.waitFor(() => expect(attempts().length).toBeGreaterThanOrEqual(attempt), PATIENT);
    }
    expect(attempts()).toEqual([...Array.from({ length: 5 }, () => "password-failed"), "password-locked"]);
    // Refused late, and no line of the record any more.
    await using _guesser = await startRdpClient({ port: desktop.rdpPort, password: "wrongone" });
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password });
    await vi.waitFor(async () => expect(await rdp.pixel(799, 599)).toBe("#204060"), PATIENT);
    expect(attempts()).toHaveLength(6);
  });
});

describe("when a part dies", () => {
  const killPart = (pattern: RegExp, pids: readonly number[]): void => {
    const found = pids.find(
      (pid) => startTicksOf(pid) !== undefined && pattern.test(readFileSync(`/proc/${pid}/cmdline`, "latin1")),
    );
    process.kill(found ?? Number.NaN, "SIGKILL");
  };

  it("the display's death ends the desktop and everything in it", async () => {
    await using opened = await node.start();
    const { desktop } = opened;
    const exit = new Promise((resolve) => desktop.onExit(resolve));
    const pids = desktop.processIds;
    killPart(/Xtigervnc|Xvnc/, pids);
    expect(await exit).toMatchObject({ part: "display" });
    expect(processesOf(pids)).toEqual([]);
    expect(existsSync(`${node.dataDirectory}/run/${desktop.sessionId}`)).toBe(false);
  });

  it("xrdp is started again on the same port, also when the request to open the desktop is long over", async () => {
    const request = new AbortController();
    await using opened = await node.start({ signal: request.signal });
    request.abort();
    const { desktop, events } = opened;
    killPart(/xrdp\0--nodaemon/, desktop.processIds);
    await vi.waitFor(() => expect(events).toMatchObject([{ type: "part-restarted", part: "rdp" }]), PATIENT);
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password });
    await vi.waitFor(async () => expect(await rdp.pixel(799, 599)).toBe("#204060"), PATIENT);
  });

  it("applications that all end are started again, until that is hopeless", async () => {
    await using opened = await node.start({ template: scripted("echo born; kill -9 -1") });
    const { desktop, events } = opened;
    const exit = await new Promise((resolve) => desktop.onExit(resolve));
    expect(exit).toMatchObject({ part: "applications" });
    expect(events.filter(({ type }) => type === "part-restarted").length).toBeGreaterThanOrEqual(3);
  });
});
