import { existsSync, readlinkSync } from "node:fs";

import { desktopErrors } from "@lucid/contract";

import type { Child } from "../child-process.ts";
import type { NetworkPolicy, SandboxLimits } from "../desktop.ts";
import type { DesktopTemplate } from "../template.ts";
import { NICENESS, rlimitArguments } from "./limits.ts";
import { type NetworkRules, networkRules } from "./network-rules.ts";
import { seccompFilter } from "./seccomp.ts";
import { REPORT, SESSION_FOLDER, sessionFiles } from "./session-files.ts";
import { FIRST_FREE_FD, startBwrap } from "./start-bwrap.ts";
import { startSlirp } from "./start-slirp.ts";
import { isolation, systemView } from "./system-view.ts";

interface SandboxPrograms {
  readonly bwrap: string;
  readonly prlimit: string;
  readonly setpriv: string;
  readonly unshare: string;
  /** Needed only where the policy opens the network. */
  readonly slirp4netns: string | undefined;
  readonly ip: string | undefined;
}

export interface SandboxOptions {
  readonly programs: SandboxPrograms;
  readonly display: number;
  readonly xSocket: string;
  readonly xauthority: Buffer;
  readonly template: DesktopTemplate;
  readonly network: NetworkPolicy;
  readonly limits: SandboxLimits;
  /** User id for the sandbox when the node is root. */
  readonly user: number | undefined;
  /** Folders below the read-only system that must not be seen, e.g. a data folder under /usr/local. */
  readonly hidden: readonly string[];
  /** Shell command that puts the process into its control group, given as `sh -c` text; undefined without cgroups. */
  readonly enterCgroup: string | undefined;
  readonly onLine: (line: string) => void;
  /** Every process that is started for this sandbox. */
  readonly onProcess: (part: "applications" | "network", pid: number) => void;
}

/** File descriptor on which the start waits until the network is ready; those above carry files. */
const GO_FD = FIRST_FREE_FD;
const FIRST_FILE_FD = GO_FD + 1;

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

/** Writable places; each is memory of a limited size. The rest is read-only at the end. */
function scratch(limits: SandboxLimits): string[] {
  const places = ["/tmp", "/home/user", "/run/user/1000", "/dev/shm"];
  const mounts = places.flatMap((place) => ["--size", String(limits.scratchBytes), "--tmpfs", place]);
  return [...mounts, "--symlink", "../tmp", "/var/tmp"];
}

/** Views of the kernel that are not confined to a namespace. */
const MASKED = ["/proc/keys", "/proc/key-users", "/proc/timer_list", "/proc/kallsyms", "/proc/sysrq-trigger", "/proc/kmsg"];
const masked = (): string[] => MASKED.filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", "/dev/null", path]);

function bwrapArguments(
  options: SandboxOptions,
  files: readonly string[],
  filterFd: number | undefined,
  shareNet: boolean,
): string[] {
  const x = `/tmp/.X11-unix/X${options.display}`;
  return [
    ...isolation(),
    ...(shareNet ? [] : ["--unshare-net"]),
    ...systemView(),
    ...(shareNet ? ["--ro-bind-try", "/etc/ssl/certs", "/etc/ssl/certs"] : []),
    ...options.hidden.flatMap((path) => ["--tmpfs", path, "--remount-ro", path]),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...masked(),
    ...scratch(options.limits),
    ...["--ro-bind", options.xSocket, x],
    ...files.flatMap((path, index) => ["--ro-bind-data", String(FIRST_FILE_FD + index), path]),
    ...["--symlink", `${SESSION_FOLDER}/bashrc`, "/home/user/.bashrc", "--chdir", "/home/user"],
    ...["--remount-ro", "/dev", "--remount-ro", "/"],
    ...environment(options.display),
    ...(filterFd === undefined ? [] : ["--seccomp", String(filterFd)]),
  ];
}

/** What the holder prints once it is in its network namespace. */
const HELD = `${REPORT}held`;
/** Waits for the network, sets its rules, becomes the command. Arguments: path of `ip`, the rules as `ip` reads them, the command. */
const HOLDER = `ip=$1 rules=$2
shift 2
echo ${HELD}
read -r go <&${GO_FD} || exit 96
exec ${GO_FD}<&-
printf '%s' "$rules" | "$ip" -batch - || exit 97
exec "$@"`;

/** Command words that put what follows into a network namespace of its own and hold it until the network is there. */
function holder(programs: SandboxPrograms, rules: NetworkRules): string[] {
  const lines = rules.commands.map((command) => `${command.join(" ")}\n`).join("");
  const namespace = ["--user", "--map-root-user", "--net"];
  return [programs.unshare, ...namespace, "--", "/bin/sh", "-c", HOLDER, "sh", needed(programs.ip, "ip"), lines];
}

function needed(program: string | undefined, name: string): string {
  if (program !== undefined) return program;
  throw desktopErrors.DESKTOP_START({ part: "network", detail: `${name} is not installed, and the policy opens the network` });
}

/** Sends the files through their descriptors. A pipe breaks when bwrap dies early; its exit tells why. */
function sendFiles(child: Child, contents: readonly (string | Buffer)[]): void {
  for (const [index, content] of contents.entries()) {
    child
      .channel(FIRST_FILE_FD + index)
      .on("error", () => undefined)
      .end(content);
  }
}

/** The applications, and what connects them. Ends as one. */
export interface Sandbox {
  readonly applications: Child;
  readonly network: Child | undefined;
  /** The first process of its PID namespace as the machine numbers it. */
  readonly firstProcess: number;
}

/**
 * Starts the window manager and the template's applications where nothing of the node can be seen: own user, PID, mount, IPC, UTS and
 * network namespaces, a read-only system, a home in memory, filtered system calls, bounded memory, processes and CPU.
 * Resolves when the window manager is ready.
 */
export async function startSandbox(options: SandboxOptions, signal: AbortSignal): Promise<Sandbox> {
  const { programs } = options;
  const rules = await networkRules(options.network);
  const files = sessionFiles({
    template: options.template,
    xauthority: options.xauthority,
    hosts: rules?.hosts ?? [],
    nameServer: rules?.nameServer,
  });
  const filter = seccompFilter(process.arch);
  const filterFd = filter ? FIRST_FILE_FD + files.size : undefined;
  const asUser =
    options.user === undefined ? [] : [programs.setpriv, `--reuid=${options.user}`, `--regid=${options.user}`, "--clear-groups"];
  const holding = rules ? holder(programs, rules) : [];
  const grouped = options.enterCgroup === undefined ? [] : ["/bin/sh", "-c", `${options.enterCgroup}; exec "$@"`, "sh"];
  const confined = [
    programs.prlimit,
    ...rlimitArguments(options.limits),
    "/bin/sh",
    "-c",
    'echo 1000 > /proc/self/oom_score_adj; exec nice -n "$@"',
    "sh",
  ];
  const held = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const first = Promise.withResolvers<number>();
  const applications = await startBwrap({
    bwrap: programs.bwrap,
    prefix: [...grouped, ...asUser, ...holding],
    args: [
      ...bwrapArguments(options, [...files.keys()], filterFd, rules !== undefined),
      ...["--", ...confined, String(NICENESS), "/bin/sh", `${SESSION_FOLDER}/session.sh`],
    ],
    extraFds: 1 + files.size + (filter ? 1 : 0),
    onFirstProcess(pid) {
      options.onProcess("applications", pid);
      first.resolve(pid);
    },
    onLine(line) {
      if (line === HELD) held.resolve();
      if (line === `${REPORT}ready`) ready.resolve();
      options.onLine(line);
    },
  });
  options.onProcess("applications", applications.pid);
  const fail = (cause: unknown): void => {
    held.reject(cause);
    ready.reject(cause);
  };
  held.promise.catch(() => undefined);
  ready.promise.catch(() => undefined);
  void applications.exited.then(({ code, signal: killed }) =>
    fail(new Error(`the applications' sandbox ended (${code ?? killed}): ${applications.tail()}`)),
  );
  const onAbort = (): void => fail(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  let network: Child | undefined;
  try {
    signal.throwIfAborted();
    sendFiles(applications, [...files.values(), ...(filter ? [filter] : [])]);
    if (rules) {
      const slirp = needed(programs.slirp4netns, "slirp4netns");
      // Joined a moment too early, the namespace would be the machine's own.
      await held.promise;
      if (readlinkSync(`/proc/${applications.pid}/ns/net`) === readlinkSync("/proc/self/ns/net")) {
        throw new Error("the sandbox has no network namespace of its own");
      }
      network = await startSlirp({
        program: slirp,
        pid: applications.pid,
        nameServer: rules.nameServer !== undefined,
        onLine: options.onLine,
      });
      options.onProcess("network", network.pid);
      applications.channel(GO_FD).write("go\n");
    }
    await ready.promise;
    return { applications, network, firstProcess: await first.promise };
  } catch (cause) {
    await Promise.all([applications[Symbol.asyncDispose](), network?.[Symbol.asyncDispose]()]);
    throw cause;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
