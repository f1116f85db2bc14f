import { readdir, readFile } from "node:fs/promises";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { ProgramEvent } from "../program-event.ts";
import { unlessGone } from "../unless-gone.ts";

/** One small read per process of the sandbox; a program that runs for less may not be seen. */
const PERIOD_MS = 2_000;
/** A kernel gives names of 15 bytes at most (proc(5)). */
const MAX_NAME = 15;

/**
 * Tells which programs start and end in a sandbox, by the process table that its first process sees; its numbers are the sandbox's own.
 * Begins with those that run. A program can choose its name; the picture shows what it does.
 */
export function watchPrograms(
  deps: { readonly clock: Clock; readonly log: Logger; readonly tell: (event: ProgramEvent) => void },
  options: { readonly firstProcess: () => number | undefined },
): Disposable {
  const { clock, tell } = deps;
  let first: number | undefined;
  const running = new Map<number, string>();
  let isStopped = false;
  let timer: Disposable | undefined;

  function end(pid: number, name: string): void {
    running.delete(pid);
    tell({ type: "program-ended", atMs: clock.now(), pid, name });
  }

  async function look(): Promise<void> {
    // A sandbox that was started again numbers its processes anew.
    if (options.firstProcess() !== first) for (const [pid, name] of running) end(pid, name);
    first = options.firstProcess();
    const proc = `/proc/${first}/root/proc`;
    const names = first === undefined ? [] : await unlessGone(readdir(proc), []);
    const present = names.filter((name) => /^\d+$/.test(name)).map(Number);
    const named = await Promise.all(
      present.map(async (pid) => [pid, (await unlessGone(readFile(`${proc}/${pid}/comm`, "utf8"), "")).trimEnd()] as const),
    );
    if (isStopped) return;
    // Whoever ended while its name was read has none.
    const seen = new Map(named.filter(([, name]) => name !== "").map(([pid, name]) => [pid, name.slice(0, MAX_NAME)]));
    for (const [pid, name] of running) if (!seen.has(pid)) end(pid, name);
    for (const [pid, name] of seen) {
      // A process that becomes another program (execve(2)) keeps its number.
      if (running.get(pid) === name) continue;
      running.set(pid, name);
      tell({ type: "program-started", atMs: clock.now(), pid, name });
    }
  }

  async function loop(): Promise<void> {
    try {
      await look();
    } catch (cause) {
      deps.log.warn({ err: cause }, "programs of a sandbox not read");
    }
    if (!isStopped) timer = clock.after(PERIOD_MS, () => void loop());
  }
  timer = clock.after(0, () => void loop());
  return {
    [Symbol.dispose]() {
      isStopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}
