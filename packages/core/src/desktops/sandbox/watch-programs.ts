import { readdir, readFile } from "node:fs/promises";
import type { Clock } from "@lucid/foundation";
import type { ProgramEvent } from "../program-event.ts";

/** One listing of a folder each time; a program that runs for less may not be seen. */
const PERIOD_MS = 1_000;
/** Names of `comm` have 15 bytes at most, with a line end (proc(5)). */
const MAX_NAME = 16;

const unlessGone = <Value>(reading: Promise<Value>, otherwise: Value): Promise<Value> => reading.catch(() => otherwise);

/**
 * Tells which programs start and end in a sandbox, by the process table that its first process sees; its numbers are the sandbox's own.
 * Begins with those that run. A program can choose its name; the picture shows what it does.
 */
export function watchPrograms(
  deps: { readonly clock: Clock; readonly tell: (event: ProgramEvent) => void },
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
    const present = new Set(names.filter((name) => /^\d+$/.test(name)).map(Number));
    const fresh = [...present].filter((pid) => !running.has(pid));
    const named = await Promise.all(
      fresh.map(async (pid) => [pid, await unlessGone(readFile(`${proc}/${pid}/comm`, "utf8"), "")] as const),
    );
    if (isStopped) return;
    for (const [pid, name] of running) if (!present.has(pid)) end(pid, name);
    for (const [pid, comm] of named) {
      // It ended while its name was read.
      if (comm === "") continue;
      const name = comm.trimEnd().slice(0, MAX_NAME);
      running.set(pid, name);
      tell({ type: "program-started", atMs: clock.now(), pid, name });
    }
    timer = clock.after(PERIOD_MS, () => void look());
  }
  timer = clock.after(0, () => void look());
  return {
    [Symbol.dispose]() {
      isStopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}
