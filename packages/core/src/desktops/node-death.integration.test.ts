import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { Registry } from "prom-client";
import { afterEach, expect, it, vi } from "vitest";

import { openDesktopHost } from "./open-desktop-host.ts";
import { startTicksOf } from "./process-record.ts";
import { startRdpClient } from "./testing/rdp-client.ts";
import { speakRfb } from "./testing/rfb-client.ts";

const PATIENT = { timeout: 20_000, interval: 50 };
const REPOSITORY = fileURLToPath(new URL("../../../../", import.meta.url));
const HOLDER = fileURLToPath(new URL("./testing/hold-desktop.ts", import.meta.url));
const NOBODY = 65_534;

interface Held {
  readonly child: ChildProcess;
  readonly sessionId: string;
  readonly displayNumber: number;
  readonly password: string;
  readonly processIds: readonly number[];
  readonly rdpPort: number;
  readonly viewerSocket: string;
  readonly uid: number;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lucid-held-"));
  folders.push(folder);
  return folder;
}

async function follow(child: ChildProcess): Promise<Held> {
  if (!child.stdout) throw new Error("no output");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, ...(JSON.parse(line) as Omit<Held, "child">) };
}
const hold = (dataDirectory: string, network = "none"): Promise<Held> =>
  follow(spawn(process.execPath, [HOLDER, dataDirectory, network], { stdio: ["pipe", "pipe", "inherit"] }));

/**
 * The same as nobody, who may not be able to enter the folder of this checkout: it is mounted on /mnt for that process alone.
 */
const holdAsNobody = (dataDirectory: string): Promise<Held> => {
  const inside = (path: string): string => join("/mnt", relative(REPOSITORY, path));
  const node = inside(resolve(REPOSITORY, "node_modules/node/bin/node"));
  const script = 'mount --bind "$1" /mnt && shift && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"';
  const command = ["--mount", "sh", "-c", script, "sh", REPOSITORY, node, inside(HOLDER), dataDirectory];
  return follow(
    spawn("unshare", command, { cwd: "/", stdio: ["pipe", "pipe", "inherit"], env: { PATH: process.env["PATH"], HOME: "/tmp" } }),
  );
};

/** Pids of all live processes below a process. */
function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((candidate) => /^\d+$/.test(candidate))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended while the list was read.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}
const living = (pids: readonly number[]): number[] => pids.filter((pid) => startTicksOf(pid) !== undefined);

/** Which file lies at a path just now; undefined where there is none. */
function fileAt(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino} ${found.ctimeNs}`;
}

it.each(["none", "internet"])(
  "nothing survives the SIGKILL of the node, and the next start clears what it left (network %s)",
  async (network) => {
    const data = dataFolder();
    const held = await hold(data, network);
    await using rdp = await startRdpClient({ ...held, port: held.rdpPort });
    using _viewer = await speakRfb(connect({ path: held.viewerSocket }), "");
    await vi.waitFor(() => expect(descendants(held.child.pid ?? 0).length).toBeGreaterThan(12), PATIENT);
    expect(rdp.isRunning()).toBe(true);
    const pids = descendants(held.child.pid ?? 0);
    held.child.kill("SIGKILL");
    await vi.waitFor(() => expect(living(pids)).toEqual([]), PATIENT);
    await expect(speakRfb(connect({ path: held.viewerSocket }), "")).rejects.toThrow();

    const lock = `/tmp/.X${held.displayNumber}-lock`;
    const folder = join(data, "run", held.sessionId);
    const lockLeft = fileAt(lock);
    expect([lockLeft, existsSync(folder)]).toEqual([expect.any(String), true]);
    await openDesktopHost({ log: pino({ level: "silent" }), metrics: new Registry() }, { dataDirectory: data });
    // The number may be taken again at once, by a display of another test.
    expect(fileAt(lock)).not.toBe(lockLeft);
    expect(existsSync(folder)).toBe(false);
  },
);

it("a desktop needs no root: an account without any rights opens one, connects, and leaves nothing", async () => {
  const data = dataFolder();
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(data, NOBODY, NOBODY);
  const held = await (isRoot ? holdAsNobody(data) : hold(data));
  expect(held.uid).not.toBe(0);
  await using rdp = await startRdpClient({ ...held, port: held.rdpPort });
  using viewer = await speakRfb(connect({ path: held.viewerSocket }), "");
  expect(viewer?.width).toBe(800);
  await vi.waitFor(async () => expect(await rdp.pixel(790, 590)).toBe("#204060"), PATIENT);
  const pids = descendants(held.child.pid ?? 0);
  expect(pids.length).toBeGreaterThan(12);
  const exited = once(held.child, "exit");
  held.child.stdin?.end();
  expect(await exited).toEqual([0, null]);
  expect(living(pids)).toEqual([]);
});
