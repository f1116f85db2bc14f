import { z } from "zod";

import { type Child, type ChildOptions, startChild } from "../child-process.ts";

/** Descriptor on which bwrap tells what it made; those of the caller follow. */
const INFO_FD = 3;
export const FIRST_FREE_FD = 4;
/** bwrap waits for its child and ends with it; this is how long it may take before it is ended itself. */
const PATIENCE_MS = 500;

const Info = z.object({ "child-pid": z.int().positive() });

export interface BwrapOptions extends Omit<ChildOptions, "program" | "env"> {
  readonly bwrap: string;
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
 * Starts a command in a bwrap sandbox that has a PID namespace. `args` are bwrap's. Disposing ends the first process of the namespace,
 * with which the kernel ends all others; bwrap sees that and ends too, so that nothing is left for init to collect.
 */
export async function startBwrap(options: BwrapOptions): Promise<Child> {
  const { bwrap, prefix = [], onFirstProcess, args, ...rest } = options;
  const [program, ...before] = [...prefix, bwrap];
  const child = await startChild({
    ...rest,
    program,
    args: [...before, "--info-fd", String(INFO_FD), ...args],
    env: {},
    extraFds: 1 + (options.extraFds ?? 0),
  });
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
