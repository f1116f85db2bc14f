import { z } from "zod";

import { type Child, type ChildOptions, startChild } from "../../ground/index.ts";
import { MARK_VARIABLE, ownMark } from "../owner-mark.ts";
import { seccompFilter } from "./seccomp.ts";

/** Descriptor on which bwrap tells what it made; those of the caller follow. */
const INFO_FD = 3;
/** Descriptor from which bwrap reads its options, so that no path of the machine stands in the sandbox's list of processes. */
const OPTIONS_FD = 4;
/** Descriptor of the system call filter. */
const FILTER_FD = 5;
export const FIRST_FREE_FD = 6;
/** bwrap waits for its child and ends with it; this is how long it may take before it is ended itself. */
const PATIENCE_MS = 500;

const Info = z.object({ "child-pid": z.int().positive() });

export interface BwrapOptions extends Omit<ChildOptions, "program" | "args" | "env"> {
  readonly bwrap: string;
  /** bwrap's own options. */
  readonly view: readonly string[];
  /** What runs in the sandbox. */
  readonly command: readonly string[];
  /** What runs before bwrap and becomes it, e.g. setpriv. */
  readonly prefix?: readonly string[];
  /** Called with the first process of the sandbox's PID namespace as the machine numbers it. */
  readonly onFirstProcess?: (pid: number) => void;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
  }
}

/**
 * Starts a command in a bwrap sandbox that has a PID namespace, with its system calls filtered. Disposing ends the first process of the namespace,
 * with which the kernel ends all others; bwrap sees that and ends too, so that nothing is left for init to collect.
 */
export async function startBwrap(options: BwrapOptions): Promise<Child> {
  const { bwrap, command, onFirstProcess, prefix = [], view, ...rest } = options;
  const [program, ...before] = [...prefix, bwrap];
  const filter = seccompFilter(process.arch);
  const filtered = filter ? [...view, "--seccomp", String(FILTER_FD)] : view;
  const child = await startChild({
    ...rest,
    program,
    args: [...before, "--info-fd", String(INFO_FD), "--args", String(OPTIONS_FD), "--", ...command],
    // bwrap's own, which its first process shows inside: what it starts there has a cleared environment.
    env: { [MARK_VARIABLE]: ownMark() },
    extraFds: FIRST_FREE_FD - INFO_FD + (options.extraFds ?? 0),
  });
  const send = (fd: number, bytes: string | Buffer): void => {
    // A pipe breaks when bwrap dies early; its exit tells why.
    child
      .channel(fd)
      .on("error", () => undefined)
      .end(bytes);
  };
  send(OPTIONS_FD, filtered.map((option) => `${option}\0`).join(""));
  send(FILTER_FD, filter ?? "");
  let isGone = false;
  void child.exited.then(() => {
    isGone = true;
  });
  let first: number | undefined;
  let text = "";
  child
    .channel(INFO_FD)
    .on("error", () => undefined)
    .on("data", (bytes: Buffer) => {
      text += bytes.toString("latin1");
    })
    .on("end", () => {
      if (text === "") return;
      first = Info.parse(JSON.parse(text))["child-pid"];
      onFirstProcess?.(first);
    });
  return {
    ...child,
    async [Symbol.asyncDispose]() {
      if (first !== undefined && !isGone) {
        kill(first);
        const timeout = Promise.withResolvers<void>();
        const timer = setTimeout(timeout.resolve, PATIENCE_MS);
        await Promise.race([child.exited, timeout.promise]);
        clearTimeout(timer);
      }
      await child[Symbol.asyncDispose]();
    },
  };
}
