import type { Clock } from "@lucid/foundation";
import type { Child } from "../../ground/index.ts";
import type { NetworkPolicy, SandboxLimits } from "../desktop.ts";
import type { KeepPart } from "../keep-part.ts";
import type { DesktopTemplate } from "../template.ts";
import { applicationView } from "./application-view.ts";
import { NICENESS, rlimitArguments } from "./limits.ts";
import { connectHolder, GO_FD, HELD, type NetworkPrograms, networkHolder } from "./network-holder.ts";
import { networkRules } from "./network-rules.ts";
import { REPORT, SESSION_FOLDER, sessionFiles } from "./session-files.ts";
import { startBwrap } from "./start-bwrap.ts";

interface SandboxPrograms extends NetworkPrograms {
  readonly bwrap: string;
  readonly prlimit: string;
  readonly setpriv: string;
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
  /** Path for the socket of what connects the network. */
  readonly networkSocket: string;
  /** Whether what connects the network answers, told again and again. */
  readonly onNetworkAnswer: (answers: boolean) => void;
}

const FIRST_FILE_FD = GO_FD + 1;

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
  readonly network: AsyncDisposable | undefined;
  /** The first process of its PID namespace as the machine numbers it. */
  readonly firstProcess: number;
}

/**
 * Starts the window manager and the template's applications where nothing of the node can be seen: own user, PID, mount, IPC, UTS and
 * network namespaces, a read-only system, a home in memory, filtered system calls, bounded memory, processes and CPU.
 * Resolves when the window manager is ready.
 */
export async function startSandbox(
  deps: { readonly clock: Pick<Clock, "after">; readonly keepPart: KeepPart },
  options: SandboxOptions,
  signal: AbortSignal,
): Promise<Sandbox> {
  const { programs } = options;
  const rules = await networkRules(options.network);
  const files = sessionFiles({
    template: options.template,
    xauthority: options.xauthority,
    hosts: rules?.hosts ?? [],
    nameServer: rules?.nameServer,
  });
  const asUser =
    options.user === undefined ? [] : [programs.setpriv, `--reuid=${options.user}`, `--regid=${options.user}`, "--clear-groups"];
  const holding = rules ? networkHolder(programs, rules) : [];
  const { display, hidden, limits, xSocket } = options;
  const view = applicationView({
    ...{ display, hidden, limits, xSocket, hasNetwork: rules !== undefined },
    ...{ files: [...files.keys()], firstFileFd: FIRST_FILE_FD },
  });
  const grouped = options.enterCgroup === undefined ? [] : ["/bin/sh", "-c", `${options.enterCgroup}; exec "$@"`, "sh"];
  // The first to be ended when memory runs out, the last to be served when the processor is busy, each alone and as a group.
  const yieldFirst =
    'echo 1000 > /proc/self/oom_score_adj; [ ! -e /proc/self/autogroup ] || echo "$1" > /proc/self/autogroup; exec nice -n "$@"';
  const confined = [programs.prlimit, ...rlimitArguments(limits), "/bin/sh", "-c", yieldFirst, "sh"];
  const held = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const first = Promise.withResolvers<number>();
  const applications = await startBwrap({
    bwrap: programs.bwrap,
    prefix: [...grouped, ...asUser, ...holding],
    view,
    command: [...confined, String(NICENESS), "/bin/sh", `${SESSION_FOLDER}/session.sh`],
    extraFds: 1 + files.size,
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
  let network: AsyncDisposable | undefined;
  try {
    signal.throwIfAborted();
    sendFiles(applications, [...files.values()]);
    if (rules) {
      await held.promise;
      const onProcess = (pid: number): void => options.onProcess("network", pid);
      const { networkSocket: socket, onLine, onNetworkAnswer: onAnswer } = options;
      network = await connectHolder(deps, programs, { holder: applications, rules, onLine, onProcess, socket, onAnswer }, signal);
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
