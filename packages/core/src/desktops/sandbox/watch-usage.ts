import { writeFile } from "node:fs/promises";
import { setPriority } from "node:os";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { SandboxLimit, SandboxLimits } from "../desktop.ts";
import { BUSY_NICENESS } from "./limits.ts";
import { machineProcesses, sandboxUsage } from "./sandbox-usage.ts";

/** Two small reads a process. Nothing can fill a machine in a second whose single processes are bounded already. */
const PERIOD_MS = 1_000;
/** The same where more than a quarter of the memory is used. */
const CLOSE_PERIOD_MS = 250;
/** A program that starts is busy as well; one that is busy for so long goes on so. */
const BUSY_MS = 5_000;
/** Threads from here on have met the limit: the ones that failed cannot be counted. */
const FULL_SHARE = 0.95;

export interface WatchOptions {
  /** The sandbox's first process as the machine numbers it. */
  readonly firstProcess: number;
  readonly limits: Pick<SandboxLimits, "memoryBytes" | "processes" | "cpuCores">;
  /** Called once for each limit. */
  readonly onReached: (limit: SandboxLimit) => void;
}

/**
 * Stands in for a control group. Above the memory's limit the largest process is ended, look by look; programs that
 * use more than their cores are served after everything else on the machine. The processes' limit is the kernel's own.
 */
export function watchUsage(deps: { readonly clock: Clock; readonly log: Logger }, options: WatchOptions): Disposable {
  const { clock } = deps;
  const { firstProcess, limits } = options;
  const reached = new Set<SandboxLimit>();
  let isStopped = false;
  let timer: Disposable | undefined;
  let since: { readonly atMs: number; readonly cpuSeconds: number } | undefined;

  function reach(limit: SandboxLimit): void {
    if (isStopped || reached.has(limit)) return;
    reached.add(limit);
    options.onReached(limit);
  }

  async function endLargest(inside: number | undefined): Promise<void> {
    const pid = inside === undefined ? undefined : (await machineProcesses(firstProcess)).get(inside);
    if (pid !== undefined && !isStopped) unlessEnded(() => process.kill(pid, "SIGKILL"));
  }

  async function serveLast(): Promise<void> {
    for (const pid of (await machineProcesses(firstProcess)).values()) {
      if (isStopped) return;
      unlessEnded(() => setPriority(pid, BUSY_NICENESS));
      await writeFile(`/proc/${pid}/autogroup`, String(BUSY_NICENESS)).catch(unlessUnheard);
    }
  }

  /** Whether more than the allowed cores were used since `BUSY_MS` ago. */
  function isBusy(cpuSeconds: number): boolean {
    const atMs = clock.elapsed();
    since ??= { atMs, cpuSeconds };
    const elapsedMs = atMs - since.atMs;
    if (elapsedMs < BUSY_MS) return false;
    const used = cpuSeconds - since.cpuSeconds;
    since = { atMs, cpuSeconds };
    return used > (limits.cpuCores * elapsedMs) / 1_000;
  }

  /** Milliseconds until the next look. */
  async function look(): Promise<number> {
    const usage = await sandboxUsage(firstProcess, limits.memoryBytes);
    if (usage.threads >= FULL_SHARE * limits.processes) reach("processes");
    if (isBusy(usage.cpuSeconds)) reach("cpu");
    // Also those that were started since.
    if (reached.has("cpu")) await serveLast();
    if (usage.bytes > limits.memoryBytes) {
      reach("memory");
      await endLargest(usage.largest);
    }
    return usage.bytes > limits.memoryBytes / 4 ? CLOSE_PERIOD_MS : PERIOD_MS;
  }

  async function loop(): Promise<void> {
    let nextMs = PERIOD_MS;
    try {
      nextMs = await look();
    } catch (cause) {
      deps.log.warn({ err: cause }, "usage of a sandbox not read");
    }
    if (!isStopped) timer = clock.after(nextMs, () => void loop());
  }
  timer = clock.after(PERIOD_MS, () => void loop());
  return {
    [Symbol.dispose]() {
      isStopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}

/** A process that ended meanwhile needs nothing more. */
function unlessEnded(act: () => void): void {
  try {
    act();
  } catch (cause) {
    if (codeOf(cause) !== "ESRCH") throw cause;
  }
}

/** A kernel without groups of sessions; one that takes ten such words a second from an ordinary user: the next look says it again. */
function unlessUnheard(cause: unknown): void {
  if (!["ENOENT", "ESRCH", "EAGAIN", "EIO"].includes(codeOf(cause) ?? "")) throw cause;
}

/** `os.setPriority` has the system's code in `info`. */
const codeOf = (cause: unknown): string | undefined =>
  (cause as { readonly info?: { readonly code: string } }).info?.code ?? (cause as NodeJS.ErrnoException).code;
