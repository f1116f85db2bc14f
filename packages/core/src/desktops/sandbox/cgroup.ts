import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Clock } from "@lucid/foundation";
import type { SandboxLimit, SandboxLimits } from "../desktop.ts";

/** A writable cgroup v2 folder below which sandboxes get their own, or the reason why there is none. */
export type CgroupHome =
  | { readonly kind: "usable"; readonly directory: string }
  | { readonly kind: "none"; readonly reason: string };

const NEEDED = ["memory", "pids", "cpu"];
const CPU_PERIOD_US = 100_000;
const WATCH_MS = 1_000;

const words = (file: string): string[] => readFileSync(file, "latin1").trim().split(/\s+/);

/** The cgroup v2 folder of this process (cgroups(7)); `mountInfo` and `membership` are files of /proc/self. */
function ownFolder(mountInfo: string, membership: string): string | undefined {
  const mount = mountInfo.split("\n").find((line) => line.includes(" - cgroup2 "));
  const path = /^0::(.*)$/m.exec(membership)?.[1];
  const mountPoint = mount?.split(" ")[4];
  return mountPoint === undefined || path === undefined ? undefined : join(mountPoint, path);
}

/** The cgroup v2 folder of this process if its controllers are there, without changing anything. `proc` is /proc/self. */
function findDelegated(proc: string): CgroupHome {
  const directory = ownFolder(readFileSync(join(proc, "mountinfo"), "latin1"), readFileSync(join(proc, "cgroup"), "latin1"));
  if (directory === undefined || !existsSync(join(directory, "cgroup.controllers")))
    return { kind: "none", reason: "no cgroup v2" };
  const available = words(join(directory, "cgroup.controllers"));
  const missing = NEEDED.filter((controller) => !available.includes(controller));
  if (missing.length > 0) return { kind: "none", reason: `cgroup controllers ${missing.join(", ")} are not delegated` };
  return { kind: "usable", directory };
}

/**
 * Opens a cgroup that was delegated to the node, e.g. by `Delegate=yes` in its systemd unit. The node moves itself into a leaf,
 * because only a group without processes can hand its controllers on; where others share the group that fails and rlimits apply.
 */
export function openCgroupHome(proc = "/proc/self"): CgroupHome {
  const home = findDelegated(proc);
  if (home.kind === "none") return home;
  try {
    const leaf = join(home.directory, "lucid-node");
    mkdirSync(leaf, { recursive: true });
    writeFileSync(join(leaf, "cgroup.procs"), String(process.pid));
    writeFileSync(join(home.directory, "cgroup.subtree_control"), NEEDED.map((controller) => `+${controller}`).join(" "));
    return home;
  } catch (cause) {
    return { kind: "none", reason: `the cgroup cannot be used: ${(cause as Error).message}` };
  }
}

/** In a sentence: what would bound a desktop on this machine. */
export function describeLimits(proc = "/proc/self"): string {
  const home = findDelegated(proc);
  return home.kind === "usable" ? `control groups below ${home.directory}` : `process limits (${home.reason})`;
}

/** A counter of a flat keyed file (cgroup v2, "Interface Files"). */
function eventsIn(directory: string, file: string, key: string): number {
  const text = readFileSync(join(directory, file), "latin1");
  return Number(new RegExp(`^${key} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
}

export interface Cgroup extends Disposable {
  /** Text for `sh -c` that moves the shell, and so what it becomes, into the group. */
  readonly enter: string;
  /** How often its processes met a limit so far. That of the processor only slows them. */
  reached(): Readonly<Record<"memory" | "processes", number>>;
}

/** Makes the control group of one sandbox. Disposing removes it; its processes must be gone by then. */
export function createCgroup(home: string, name: string, limits: SandboxLimits): Cgroup {
  const directory = join(home, name);
  mkdirSync(directory, { recursive: true });
  const settings = {
    "memory.max": limits.memoryBytes,
    "memory.swap.max": 0,
    "memory.oom.group": 0,
    "pids.max": limits.processes,
    "cpu.max": `${Math.round(limits.cpuCores * CPU_PERIOD_US)} ${CPU_PERIOD_US}`,
  };
  for (const [file, value] of Object.entries(settings)) {
    // Kernels without swap accounting have no memory.swap.max.
    if (existsSync(join(directory, file))) writeFileSync(join(directory, file), String(value));
  }
  return {
    reached: () => ({
      memory: eventsIn(directory, "memory.events", "oom_kill"),
      processes: eventsIn(directory, "pids.events", "max"),
    }),
    enter: `echo $$ > '${join(directory, "cgroup.procs")}' || exit 95`,
    [Symbol.dispose]: () => rmdirSync(directory),
  };
}

/** Says once of each limit that the processes of a group have met it. */
export function watchCgroup(
  deps: { readonly clock: Clock },
  cgroup: Pick<Cgroup, "reached">,
  onReached: (limit: SandboxLimit) => void,
): Disposable {
  const told = new Set<SandboxLimit>();
  let timer = deps.clock.after(WATCH_MS, look);

  function look(): void {
    for (const [limit, times] of Object.entries(cgroup.reached()) as [SandboxLimit, number][]) {
      if (times === 0 || told.has(limit)) continue;
      told.add(limit);
      onReached(limit);
    }
    timer = deps.clock.after(WATCH_MS, look);
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
