import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClock } from "@lucid/foundation/testing";
import { afterEach, expect, it } from "vitest";

import { createCgroup, describeLimits, openCgroupHome, watchCgroup } from "./cgroup.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A /proc/self and a cgroup file system in a temporary folder. */
function machine(controllers: string): { proc: string; group: string } {
  const root = mkdtempSync(join(tmpdir(), "lucid-cgroup-"));
  folders.push(root);
  const group = join(root, "fs", "lucid.service");
  mkdirSync(group, { recursive: true });
  writeFileSync(join(group, "cgroup.controllers"), `${controllers}\n`);
  writeFileSync(join(root, "mountinfo"), `30 24 0:26 / ${join(root, "fs")} rw shared:4 - cgroup2 cgroup2 rw\n`);
  writeFileSync(join(root, "cgroup"), "4:memory:/old\n0::/lucid.service\n");
  return { proc: root, group };
}

it("uses a delegated group, moving the node into a leaf first", () => {
  const { group, proc } = machine("cpuset cpu io memory pids");
  expect(openCgroupHome(proc)).toEqual({ kind: "usable", directory: group });
  expect(readFileSync(join(group, "lucid-node", "cgroup.procs"), "utf8")).toBe(String(process.pid));
  expect(readFileSync(join(group, "cgroup.subtree_control"), "utf8")).toBe("+memory +pids +cpu");
});

it("says which controllers are missing", () => {
  const { proc } = machine("hugetlb cpu");
  expect(openCgroupHome(proc)).toEqual({ kind: "none", reason: "cgroup controllers memory, pids are not delegated" });
  expect(describeLimits(proc)).toContain("process limits");
});

it("writes the limits of a sandbox and a way into its group", () => {
  const { group } = machine("cpu memory pids");
  const made = join(group, "lucid-1");
  const files = ["memory.max", "pids.max", "cpu.max"];
  mkdirSync(made);
  for (const file of files) writeFileSync(join(made, file), "max");
  const cgroup = createCgroup(group, "lucid-1", { ...DEFAULT_LIMITS, memoryBytes: 1000, processes: 50, cpuCores: 1.5 });
  expect(files.map((file) => readFileSync(join(made, file), "utf8"))).toEqual(["1000", "50", "150000 100000"]);
  expect(cgroup.enter).toContain(`${made}/cgroup.procs`);
});

it("says once which limit the processes of a group met", () => {
  const { group } = machine("cpu memory pids");
  const cgroup = createCgroup(group, "lucid-2", DEFAULT_LIMITS);
  const write = (file: string, text: string) => writeFileSync(join(group, "lucid-2", file), text);
  write("memory.events", "low 0\nhigh 0\nmax 3\noom 0\noom_kill 0\n");
  write("pids.events", "max 0\n");
  const clock = createTestClock();
  const told: string[] = [];
  using _watch = watchCgroup({ clock }, cgroup, (limit) => told.push(limit));
  clock.advance(2_000);
  expect(told).toEqual([]);
  write("pids.events", "max 7\n");
  clock.advance(1_000);
  write("memory.events", "low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\n");
  clock.advance(2_000);
  expect(told).toEqual(["processes", "memory"]);
});
