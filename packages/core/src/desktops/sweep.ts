import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";

import { MARK_VARIABLE, orphanMarks } from "./owner-mark.ts";
import { bootId, DesktopRecord, RECORD_FILE, type RecordedProcess, startTicksOf } from "./process-record.ts";

const isRunning = (recorded: RecordedProcess): boolean => startTicksOf(recorded.pid) === recorded.start_ticks;

/** The places a desktop may have left behind. A record that names anything else is not followed. */
const OWN_PATHS = /^\/tmp\/(\.X\d+-lock|\.X11-unix\/X\d+|lucid-[A-Za-z0-9]+)$/;

/** Undefined when there is no record, or none that can be understood. */
async function readRecord(directory: string, log: Logger): Promise<DesktopRecord | undefined> {
  try {
    return DesktopRecord.parse(JSON.parse(await readFile(join(directory, RECORD_FILE), "utf8")));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") log.warn({ err: cause, directory }, "unreadable desktop record");
    return undefined;
  }
}

/**
 * Ends sandboxes of nodes that are gone. bwrap asks the kernel to end it with its parent, but a node killed while bwrap starts is gone
 * before it asked, and before the record named it. Returns how many were ended.
 */
export async function endOrphanedSandboxes(log: Logger): Promise<number> {
  const marks = new Map<number, string>();
  for (const pid of await listProcesses()) {
    const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(nothingOfOthers);
    const mark = environment.split("\0").find((entry) => entry.startsWith(`${MARK_VARIABLE}=`));
    if (mark !== undefined) marks.set(pid, mark.slice(MARK_VARIABLE.length + 1));
  }
  if (marks.size === 0) return 0;
  // Listed after the marks were read: a node that runs was there before its sandboxes.
  const orphans = orphanMarks(new Set(marks.values()), await listProcesses());
  const left = [...marks].filter(([, mark]) => orphans.has(mark));
  for (const [pid] of left) {
    endProcess(pid);
    log.warn({ pid }, "ended a sandbox whose node is gone");
  }
  return left.length;
}

const listProcesses = async (): Promise<number[]> => (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry)).map(Number);

/** Processes end while they are listed, and those of other people are theirs. */
function nothingOfOthers(cause: NodeJS.ErrnoException): string {
  if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(cause.code ?? "")) return "";
  throw cause;
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
  }
}

/**
 * Ends what an earlier run of the node left in `runDirectory` and removes it. A process is ended only if pid, start time and boot are
 * those that were recorded, so a stranger who got the same pid later is never hit. Folders of a node that still runs are left alone.
 * Returns how many processes were ended.
 */
export async function sweepLeftOvers(runDirectory: string, log: Logger): Promise<number> {
  let ended = 0;
  const entries = await readdir(runDirectory, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  for (const entry of entries.filter((candidate) => candidate.isDirectory())) {
    const directory = join(runDirectory, entry.name);
    const record = await readRecord(directory, log);
    if (!record) continue;
    const isSameBoot = record.boot_id === bootId();
    if (isSameBoot && isRunning(record.owner)) continue;
    for (const left of isSameBoot ? record.processes.filter(isRunning) : []) {
      process.kill(left.pid, "SIGKILL");
      ended++;
      log.warn({ pid: left.pid, part: left.part, session: entry.name }, "ended a process of an earlier run");
    }
    for (const path of record.paths.filter((candidate) => OWN_PATHS.test(candidate)))
      await rm(path, { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
  }
  return ended;
}
