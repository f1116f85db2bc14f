import type { SandboxLimits } from "../desktop.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** Room for a terminal and a few programs; 20 such desktops must not be able to stop a node with 16 GiB. */
export const DEFAULT_LIMITS: SandboxLimits = {
  memoryBytes: GIB,
  processes: 128,
  cpuSeconds: 4 * 3600,
  cpuCores: 1,
  scratchBytes: 128 * MIB,
};

/** Below the node and the recorder (0), above nothing: a busy desktop slows itself first. */
export const NICENESS = 10;

/** `prlimit` arguments; they bind each process of the sandbox, `--nproc` all of them (per user namespace since Linux 5.14). */
export function rlimitArguments(limits: SandboxLimits): string[] {
  return [
    `--nproc=${limits.processes}`,
    `--as=${limits.memoryBytes}`,
    `--cpu=${limits.cpuSeconds}`,
    `--fsize=${limits.scratchBytes}`,
    "--nofile=1024",
    "--core=0",
    "--memlock=65536",
  ];
}
