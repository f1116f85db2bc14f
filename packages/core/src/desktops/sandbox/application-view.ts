import { existsSync } from "node:fs";

import type { SandboxLimits } from "../desktop.ts";
import { SESSION_FOLDER } from "./session-files.ts";
import { isolation, systemView } from "./system-view.ts";

export interface ApplicationViewOptions {
  readonly display: number;
  /** The X socket as the machine names it. */
  readonly xSocket: string;
  readonly limits: SandboxLimits;
  /** Folders below the read-only system that must not be seen, e.g. a data folder under /usr/local. */
  readonly hidden: readonly string[];
  /** True when the network namespace was made before, by the holder. */
  readonly hasNetwork: boolean;
  /** Paths of files inside, and the first of the descriptors from which they come, in this order. */
  readonly files: readonly string[];
  readonly firstFileFd: number;
}

function environment(display: number): string[] {
  const values = {
    HOME: "/home/user",
    USER: "user",
    LOGNAME: "user",
    SHELL: "/bin/bash",
    TERM: "xterm-256color",
    DISPLAY: `:${display}`,
    XAUTHORITY: `${SESSION_FOLDER}/Xauthority`,
    XENVIRONMENT: `${SESSION_FOLDER}/Xresources`,
    XDG_RUNTIME_DIR: "/run/user/1000",
    XDG_SESSION_TYPE: "x11",
  };
  return Object.entries(values).flatMap(([name, value]) => ["--setenv", name, value]);
}

/** Writable places; each is memory of a limited size. */
export const SCRATCH_PLACES = ["/tmp", "/home/user", "/run/user/1000", "/dev/shm"] as const;

/** The rest is read-only at the end. */
function scratch(limits: SandboxLimits): string[] {
  const mounts = SCRATCH_PLACES.flatMap((place) => ["--size", String(limits.scratchBytes), "--tmpfs", place]);
  return [...mounts, "--symlink", "../tmp", "/var/tmp"];
}

/** Views of the kernel that are not confined to a namespace. */
const MASKED = ["/proc/keys", "/proc/key-users", "/proc/timer_list", "/proc/kallsyms", "/proc/sysrq-trigger", "/proc/kmsg"];
const masked = (): string[] => MASKED.filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", "/dev/null", path]);

/** bwrap arguments for what the applications of a desktop see and may do. */
export function applicationView(options: ApplicationViewOptions): string[] {
  const { hasNetwork } = options;
  const x = `/tmp/.X11-unix/X${options.display}`;
  return [
    ...isolation(),
    ...(hasNetwork ? [] : ["--unshare-net"]),
    ...systemView(),
    ...(hasNetwork ? ["--ro-bind-try", "/etc/ssl/certs", "/etc/ssl/certs"] : []),
    ...options.hidden.flatMap((path) => ["--tmpfs", path, "--remount-ro", path]),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...masked(),
    ...scratch(options.limits),
    ...["--ro-bind", options.xSocket, x],
    ...options.files.flatMap((path, index) => ["--ro-bind-data", String(options.firstFileFd + index), path]),
    ...["--symlink", `${SESSION_FOLDER}/bashrc`, "/home/user/.bashrc", "--chdir", "/home/user"],
    ...["--remount-ro", "/dev", "--remount-ro", "/"],
    ...environment(options.display),
  ];
}
