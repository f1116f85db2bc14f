import { readdir, readFile, readlink } from "node:fs/promises";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";

/** One small read per process of the sandbox; a hog that outruns this is stopped by its own address-space limit. */
const PERIOD_MS = 2_000;

/** What is there, or nothing when the process ended meanwhile (or, for links, belongs to somebody else). */
async function unlessGone<Value>(reading: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await reading;
  } catch (cause) {
    if (["ENOENT", "ESRCH", "EACCES"].includes((cause as NodeJS.ErrnoException).code ?? "")) return otherwise;
    throw cause;
  }
}

const isNumber = (name: string): boolean => /^\d+$/.test(name);
const kibibytes = (status: string, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0);

/** Private and shared-memory bytes of a process; file pages are the page cache's. */
const memoryIn = (status: string): number =>
  1024 * (kibibytes(status, "RssAnon") + kibibytes(status, "RssShmem") + kibibytes(status, "VmSwap"));

interface Process {
  /** As the folder of /proc that was read numbers it. */
  readonly pid: number;
  readonly status: string;
}

async function processesIn(proc: string): Promise<Process[]> {
  const names = (await unlessGone(readdir(proc), [])).filter(isNumber);
  return await Promise.all(
    names.map(async (name) => ({
      pid: Number(name),
      status: await unlessGone(readFile(`${proc}/${name}/status`, "latin1"), ""),
    })),
  );
}

/** The machine's number of a process that its PID namespace, that of `firstProcess`, calls `pid`. */
async function machinePid(firstProcess: number, pid: number): Promise<number | undefined> {
  const namespace = await unlessGone(readlink(`/proc/${firstProcess}/ns/pid`), "");
  const named = (await processesIn("/proc")).filter(({ status }) => /^NSpid:.*\t(\d+)$/m.exec(status)?.[1] === String(pid));
  for (const candidate of named) {
    if ((await unlessGone(readlink(`/proc/${candidate.pid}/ns/pid`), "none")) === namespace) return candidate.pid;
  }
  return undefined;
}

/**
 * Stands in for a control group: adds up the memory of all processes of a sandbox and ends the largest while they exceed the limit.
 * They are read through the sandbox's own /proc, which shows them and nobody else.
 */
export function watchMemory(
  deps: { readonly clock: Clock; readonly log: Logger },
  options: {
    readonly firstProcess: number;
    readonly limitBytes: number;
    readonly onExceeded: (pid: number, bytes: number) => void;
  },
): Disposable {
  const { firstProcess } = options;
  let isStopped = false;
  let timer: Disposable | undefined;

  async function look(): Promise<void> {
    const sizes = (await processesIn(`/proc/${firstProcess}/root/proc`)).map(({ pid, status }) => ({
      pid,
      bytes: memoryIn(status),
    }));
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const [largest] = sizes.toSorted((a, b) => b.bytes - a.bytes);
    if (isStopped || total <= options.limitBytes || !largest) return;
    const pid = await machinePid(firstProcess, largest.pid);
    if (pid === undefined) return;
    process.kill(pid, "SIGKILL");
    options.onExceeded(pid, total);
  }
  async function loop(): Promise<void> {
    try {
      await look();
    } catch (cause) {
      deps.log.warn({ err: cause }, "memory of a sandbox not read");
    }
    if (!isStopped) timer = deps.clock.after(PERIOD_MS, () => void loop());
  }
  timer = deps.clock.after(PERIOD_MS, () => void loop());
  return {
    [Symbol.dispose]() {
      isStopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}
