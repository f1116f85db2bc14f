import { createHmac } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { startTicksOf } from "./process-record.ts";

/** Environment variable that the node's sandboxes carry: which node started them, as nobody but a node of this machine can read it. */
export const MARK_VARIABLE = "LUCID_MARK";

const KEY_FILES = ["/etc/machine-id", "/var/lib/dbus/machine-id"];
const MARK = /^([0-9a-f]{24})\.[0-9a-f]{24}$/;

/** The machine's id, which no sandbox sees (machine-id(5): to be hashed with, never to be shown). */
function machineKey(): string {
  for (const file of KEY_FILES) {
    try {
      return readFileSync(file, "latin1").trim();
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    }
  }
  return "";
}

const keyed = (text: string): string =>
  createHmac("sha256", machineKey()).update(`lucid-mark ${text}`).digest("hex").slice(0, 24);

/** A container numbers its processes anew: its pids mean nothing outside. */
const pidNamespace = (): string => readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");

/** A process for ever: its pid, its start time, and the namespace that counts so. None of them can be told from the mark. */
export const markOf = (pid: number, startTicks: string, namespace = pidNamespace()): string =>
  `${keyed(`namespace ${namespace}`)}.${keyed(`process ${pid} ${startTicks} ${namespace}`)}`;

export const ownMark = (): string => markOf(process.pid, startTicksOf(process.pid) ?? "");

/** Of these marks those whose node is gone; `pids` are the processes there are now. Of other namespaces nothing can be said. */
export function orphanMarks(marks: ReadonlySet<string>, pids: readonly number[]): ReadonlySet<string> {
  const here = keyed(`namespace ${pidNamespace()}`);
  const alive = new Set(pids.map((pid) => markOf(pid, startTicksOf(pid) ?? "")));
  return new Set([...marks].filter((mark) => MARK.exec(mark)?.[1] === here && !alive.has(mark)));
}
