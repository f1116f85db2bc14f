import { readdirSync, readFileSync } from "node:fs";

/**
 * Milliseconds that the threads of this process and of all it has started have waited for a core so far while they could have run, as the
 * kernel counts them (`run_delay` of schedstat). What grows while something is shown, the machine took from who was to see it.
 */
export function waitedForCores(): number {
  const parents = new Map(numbersIn("/proc").map((pid) => [pid, parentOf(pid)]));
  const ours = new Set([process.pid]);
  for (const [pid, parent] of [...parents].toSorted(([one], [other]) => one - other))
    if (parent !== undefined && ours.has(parent)) ours.add(pid);
  let waitedNs = 0;
  for (const pid of ours)
    for (const thread of numbersIn(`/proc/${pid}/task`))
      waitedNs += Number(readOf(`/proc/${pid}/task/${thread}/schedstat`)[1] ?? 0);
  return waitedNs / 1e6;
}

const parentOf = (pid: number): number | undefined => {
  const [, parent] = /\) \S (\d+)/.exec(readOf(`/proc/${pid}/stat`).join(" ")) ?? [];
  return parent === undefined ? undefined : Number(parent);
};

/** Words of a file; none of a process that has ended meanwhile. */
function readOf(path: string): string[] {
  return orGone(() => readFileSync(path, "utf8").split(" "));
}

function numbersIn(folder: string): number[] {
  return orGone(() => readdirSync(folder).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : [])));
}

function orGone<Item>(read: () => Item[]): Item[] {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return [];
    throw error;
  }
}
