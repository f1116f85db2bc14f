import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const RecordedProcess = z.strictObject({
  part: z.string(),
  pid: z.int().positive(),
  /** Start time in clock ticks since boot: with the pid and the boot it names one process for ever. */
  start_ticks: z.string(),
});
export type RecordedProcess = z.infer<typeof RecordedProcess>;

/** `run/<session>/desktop.json`: what would have to be ended if the node died now. */
export const DesktopRecord = z.strictObject({
  version: z.literal(1),
  boot_id: z.string(),
  owner: RecordedProcess,
  processes: z.array(RecordedProcess),
  /** Files and folders outside the session's folder. */
  paths: z.array(z.string()),
});
export type DesktopRecord = z.infer<typeof DesktopRecord>;

export const RECORD_FILE = "desktop.json";

/** Start time of a live process, or undefined when there is none (proc(5), field 22 of stat). */
export function startTicksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch (cause) {
    if (["ENOENT", "ESRCH"].includes((cause as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw cause;
  }
}

export const bootId = (): string => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();

export interface ProcessRecord {
  addProcess(part: string, pid: number): void;
  addPath(path: string): void;
}

/** Keeps the record in `directory` on disk, replaced as a whole at each change. */
export function createProcessRecord(directory: string): ProcessRecord {
  const owner = { part: "node", pid: process.pid, start_ticks: startTicksOf(process.pid) ?? "" };
  let record: DesktopRecord = { version: 1, boot_id: bootId(), owner, processes: [], paths: [] };
  function save(next: DesktopRecord): void {
    record = next;
    const file = join(directory, RECORD_FILE);
    writeFileSync(`${file}.next`, JSON.stringify(record), { mode: 0o600 });
    renameSync(`${file}.next`, file);
  }
  save(record);
  return {
    addProcess(part, pid) {
      const start = startTicksOf(pid);
      // Already gone: nothing to end later.
      if (start === undefined) return;
      const alive = record.processes.filter((known) => startTicksOf(known.pid) === known.start_ticks);
      save({ ...record, processes: [...alive, { part, pid, start_ticks: start }] });
    },
    addPath: (path) => save({ ...record, paths: [...record.paths, path] }),
  };
}
