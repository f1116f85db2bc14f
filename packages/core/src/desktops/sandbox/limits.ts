import type { Geometry, SandboxLimits } from "../desktop.ts";

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
/** Once they use more than their cores: after everything else on the machine. */
export const BUSY_NICENESS = 19;
/** The display serves its programs: one that keeps it busy does not slow the recorder. */
export const DISPLAY_NICENESS = 5;

/** Address space of the display without any program's pictures: code, fonts and what the server keeps for itself. */
const DISPLAY_BASE_BYTES = 512 * MIB;
/** Screens of pictures that all programs together may have on the server; a browser with many windows takes a dozen. */
const DISPLAY_SCREENS = 64;

/** Bytes of address space that the display of this size may have. A program that asks for more is refused its picture. */
export const displayBytes = ({ width, height }: Geometry): number => DISPLAY_BASE_BYTES + DISPLAY_SCREENS * 4 * width * height;

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
