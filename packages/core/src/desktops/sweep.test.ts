import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, expect, it } from "vitest";

import { MARK_VARIABLE, markOf, ownMark } from "./owner-mark.ts";
import { bootId, type DesktopRecord, RECORD_FILE, startTicksOf } from "./process-record.ts";
import { endOrphanedSandboxes, sweepLeftOvers } from "./sweep.ts";

const log = pino({ level: "silent" });
const started: ChildProcess[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  folders.push(folder);
  return folder;
}

async function sleeper(env: NodeJS.ProcessEnv = {}): Promise<{ pid: number; exited: Promise<unknown> }> {
  const child = spawn("sleep", ["300"], { env: { ...process.env, ...env } });
  started.push(child);
  await once(child, "spawn");
  return { pid: child.pid ?? 0, exited: once(child, "exit") };
}

function leave(record: Partial<DesktopRecord>): { runDirectory: string; session: string } {
  const runDirectory = temporaryFolder("lucid-sweep-");
  const session = join(runDirectory, "session");
  mkdirSync(session);
  const owner = { part: "node", pid: 4_000_000, start_ticks: "1" };
  writeFileSync(
    join(session, RECORD_FILE),
    JSON.stringify({ version: 1, boot_id: bootId(), owner, processes: [], paths: [], ...record }),
  );
  return { runDirectory, session };
}

it("ends what is recorded, and removes its folder and its places in /tmp", async () => {
  const left = await sleeper();
  const place = mkdtempSync("/tmp/lucid-");
  const processes = [{ part: "display", pid: left.pid, start_ticks: startTicksOf(left.pid) ?? "" }];
  const { runDirectory, session } = leave({ processes, paths: [place] });
  expect(await sweepLeftOvers(runDirectory, log)).toBe(1);
  await left.exited;
  expect(existsSync(session)).toBe(false);
  expect(existsSync(place)).toBe(false);
});

it("never touches a stranger who got the same pid", async () => {
  const stranger = await sleeper();
  const { runDirectory } = leave({ processes: [{ part: "display", pid: stranger.pid, start_ticks: "12345" }] });
  expect(await sweepLeftOvers(runDirectory, log)).toBe(0);
  expect(startTicksOf(stranger.pid)).toBeDefined();
});

it("ends nothing that was recorded before the machine was started again", async () => {
  const stranger = await sleeper();
  const processes = [{ part: "display", pid: stranger.pid, start_ticks: startTicksOf(stranger.pid) ?? "" }];
  const { runDirectory, session } = leave({ boot_id: "another", processes });
  expect(await sweepLeftOvers(runDirectory, log)).toBe(0);
  expect(startTicksOf(stranger.pid)).toBeDefined();
  expect(existsSync(session)).toBe(false);
});

it("leaves the sessions of a node that still runs alone", async () => {
  const owner = { part: "node", pid: process.pid, start_ticks: startTicksOf(process.pid) ?? "" };
  const { runDirectory, session } = leave({ owner });
  await sweepLeftOvers(runDirectory, log);
  expect(existsSync(session)).toBe(true);
});

it("removes nothing outside the places of desktops, whatever the record says", async () => {
  const elsewhere = temporaryFolder("precious-");
  const { runDirectory } = leave({ paths: [elsewhere, "/tmp/lucid-x/../../home"] });
  await sweepLeftOvers(runDirectory, log);
  expect(existsSync(elsewhere)).toBe(true);
});

it("does nothing where no session ever ran", async () => {
  expect(await sweepLeftOvers(join(tmpdir(), "lucid-nowhere"), log)).toBe(0);
});

it("ends sandboxes whose node is gone, and none whose node runs or counts its processes otherwise", async () => {
  const orphan = await sleeper({ [MARK_VARIABLE]: markOf(4_000_000, "1") });
  const others = await Promise.all([
    sleeper({ [MARK_VARIABLE]: ownMark() }),
    sleeper({ [MARK_VARIABLE]: markOf(4_000_000, "1", "another") }),
    sleeper({ [MARK_VARIABLE]: "nonsense" }),
    sleeper(),
  ]);
  expect(await endOrphanedSandboxes(log)).toBeGreaterThanOrEqual(1);
  await orphan.exited;
  for (const other of others) expect(startTicksOf(other.pid)).toBeDefined();
});
