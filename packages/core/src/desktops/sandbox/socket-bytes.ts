import { readFile } from "node:fs/promises";
import { unlessGone } from "../unless-gone.ts";

/** A large desktop with a browser has some hundreds; how full those within a machine are, nothing tells. */
const SPARE_SOCKETS = 1_000;
/** What one socket takes before it makes its writer wait (socket(7)). Programs of a sandbox cannot change it: see `seccomp`. */
const SOCKET_BYTES = "/proc/sys/net/core/wmem_default";
/** Tables of the connections of a network namespace (proc(5)). */
const TABLES = ["tcp", "tcp6", "udp", "udp6"] as const;
/** The fifth column: what waits to be sent and to be read. */
const QUEUES = /^ *\d+: \S+ \S+ \S+ ([\dA-F]{8}):([\dA-F]{8}) /gm;

/**
 * Memory of the kernel for what was written to sockets and is not read, in the network namespace of a process. Of TCP and UDP that is
 * known; every further socket above `SPARE_SOCKETS` counts as full.
 */
export async function socketBytes(pid: number): Promise<number> {
  const network = `/proc/${pid}/net`;
  const used = Number(/^sockets: used (\d+)$/m.exec(await unlessGone(readFile(`${network}/sockstat`, "latin1"), ""))?.[1] ?? 0);
  const tables = await Promise.all(TABLES.map((table) => unlessGone(readFile(`${network}/${table}`, "latin1"), "")));
  const queued = tables
    .flatMap((table) => [...table.matchAll(QUEUES)])
    .reduce((sum, [, sending = "", reading = ""]) => sum + Number.parseInt(sending, 16) + Number.parseInt(reading, 16), 0);
  if (used <= SPARE_SOCKETS) return queued;
  return queued + (used - SPARE_SOCKETS) * Number(await readFile(SOCKET_BYTES, "latin1"));
}
