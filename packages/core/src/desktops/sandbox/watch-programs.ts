import { readdir, readFile } from "node:fs/promises";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { ProgramEvent } from "../program-event.ts";
import { unlessGone } from "../unless-gone.ts";

/** One small read per process of the sandbox; a program that runs for less may not be seen. */
const PERIOD_MS = 2_000;
/** The same for a while after something was typed, pressed or opened: that is what programs are started by. */
const QUICK_MS = 250;
const HURRY_MS = 3_000;
/** A kernel gives names of 15 bytes at most (proc(5)). */
const MAX_NAME = 15;

export interface ProgramTableWatch extends Disposable {
  /** Something happened that may start programs. */
  hurry(): void;
}

/**
 * Tells which programs start and end in a sandbox, by the process table that its first process sees; its numbers are the sandbox's own.
 * Begins with those that run. A program can choose its name; the picture shows what it does.
 */
export function watchPrograms(
  deps: { readonly clock: Clock; readonly log: Logger; readonly tell: (event: ProgramEvent) => boolean },
  options: { readonly firstProcess: () => number | undefined },
): ProgramTableWatch {
  const { clock, tell } = deps;
  let first: number | undefined;
  const running = new Map<number, string>();
  let isStopped = false;
  let timer: Disposable | undefined;
  /** On the clock that nobody can set. */
  let lookAt = Number.POSITIVE_INFINITY;
  let hurriedUntil = 0;

  // What found no room is told at the next look.
  function end(pid: number, name: string): void {
    if (tell({ type: "program-ended", atMs: clock.now(), pid, name })) running.delete(pid);
  }

  async function look(): Promise<void> {
    // A sandbox that was started again numbers its processes anew.
    if (options.firstProcess() !== first) for (const [pid, name] of running) end(pid, name);
    first = options.firstProcess();
    const proc = `/proc/${first}/root/proc`;
    const names = first === undefined ? [] : await unlessGone(readdir(proc), []);
    const present = names.filter((name) => /^\d+$/.test(name)).map(Number);
    const named = await Promise.all(
      present.map(async (pid) => [pid, await unlessGone(readFile(`${proc}/${pid}/comm`, "utf8"), undefined)] as const),
    );
    if (isStopped) return;
    // Whoever ended while its name was read has none. A name may be empty, or nothing but spaces: it is a program all the same.
    const seen = new Map(named.flatMap(([pid, name]) => (name === undefined ? [] : [[pid, name.slice(0, MAX_NAME).trimEnd()]])));
    for (const [pid, name] of running) if (!seen.has(pid)) end(pid, name);
    for (const [pid, name] of seen) {
      // A process that becomes another program (execve(2)) keeps its number.
      if (running.get(pid) === name) continue;
      if (tell({ type: "program-started", atMs: clock.now(), pid, name })) running.set(pid, name);
    }
  }

  function lookIn(ms: number): void {
    timer?.[Symbol.dispose]();
    lookAt = clock.elapsed() + ms;
    timer = clock.after(ms, () => void loop());
  }

  async function loop(): Promise<void> {
    // Until it is over nobody plans the next one.
    lookAt = Number.NEGATIVE_INFINITY;
    try {
      await look();
    } catch (cause) {
      deps.log.warn({ err: cause }, "programs of a sandbox not read");
    }
    if (!isStopped) lookIn(clock.elapsed() < hurriedUntil ? QUICK_MS : PERIOD_MS);
  }
  lookIn(0);
  return {
    hurry() {
      const now = clock.elapsed();
      hurriedUntil = now + HURRY_MS;
      if (!isStopped && lookAt > now + QUICK_MS) lookIn(QUICK_MS);
    },
    [Symbol.dispose]() {
      isStopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}
