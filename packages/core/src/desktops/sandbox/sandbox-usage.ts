import { readdir, readFile, readlink, statfs } from "node:fs/promises";
import { unlessGone } from "../unless-gone.ts";
import { SCRATCH_PLACES } from "./application-view.ts";
import { socketBytes } from "./socket-bytes.ts";

/** What a sandbox uses at one moment. */
export interface SandboxUsage {
  /** Memory that cannot be given back: private and swapped pages, shared mappings, files in memory, and what is on its way in sockets. */
  readonly bytes: number;
  /** Processor time of all processes that are there or were. */
  readonly cpuSeconds: number;
  /** Threads of all processes: the kernel counts them against the limit of processes. */
  readonly threads: number;
  /** The process with the most private memory, as the sandbox numbers it. */
  readonly largest: number | undefined;
}

/** Clock ticks a second in /proc: 100 on every Linux that Debian is built for (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

const numbersIn = async (proc: string): Promise<number[]> =>
  (await unlessGone(readdir(proc), [])).filter((name) => /^\d+$/.test(name)).map(Number);

interface ProcessUsage {
  readonly pid: number;
  readonly privateBytes: number;
  readonly addressBytes: number;
  readonly threads: number;
  readonly ticks: number;
}

async function usageOf(proc: string, pid: number): Promise<ProcessUsage> {
  const [status, stat] = await Promise.all(
    ["status", "stat"].map((name) => unlessGone(readFile(`${proc}/${pid}/${name}`, "latin1"), "")),
  );
  const number = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status ?? "")?.[1] ?? 0);
  return {
    pid,
    privateBytes: 1024 * (number("RssAnon") + number("VmSwap")),
    addressBytes: 1024 * number("VmSize"),
    threads: number("Threads"),
    ticks: ticksIn(stat ?? ""),
  };
}

/** utime, stime, cutime and cstime (proc(5), fields 14 to 17): a child's time becomes its parent's when it is collected. */
function ticksIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

/** Shared memory without a file that anybody could find: `maps` gives the address range, the offset, the inode and the name. */
const UNNAMED = /^([\da-f]+)-([\da-f]+) ..(?:.)s ([\da-f]+) \S+ (\d+) +(?:\/dev\/zero|\/memfd:|\/SYSV).*$/gm;

/** Bytes of the shared mappings of all processes, each piece of memory once. The whole of a mapping counts, touched or not. */
async function sharedBytes(proc: string, pids: readonly number[]): Promise<number> {
  const ends = new Map<string, number>();
  for (const pid of pids) {
    const maps = await unlessGone(readFile(`${proc}/${pid}/maps`, "latin1"), "");
    for (const [, from = "", to = "", offset = "", inode = ""] of maps.matchAll(UNNAMED)) {
      const end = Number.parseInt(to, 16) - Number.parseInt(from, 16) + Number.parseInt(offset, 16);
      ends.set(inode, Math.max(ends.get(inode) ?? 0, end));
    }
  }
  return [...ends.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** A file of tmpfs with nothing in it: its inode, its entry and a long name. Kernels do not count these against the mount's size. */
const INODE_BYTES = 1_280;

async function scratchBytes(root: string): Promise<number> {
  const used = await Promise.all(
    SCRATCH_PLACES.map(async (place) => {
      const stats = await unlessGone(statfs(`${root}${place}`), undefined);
      if (!stats) return 0;
      return stats.bsize * (stats.blocks - stats.bfree) + INODE_BYTES * (stats.files - stats.ffree);
    }),
  );
  return used.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * Adds up what the processes of a sandbox use. They are read through the sandbox's own /proc, which shows them and
 * nobody else; `firstProcess` is the machine's number of its first one. Shared mappings are looked for only where all
 * address spaces together are larger than `limitBytes`: below that they cannot matter.
 */
export async function sandboxUsage(firstProcess: number, limitBytes: number): Promise<SandboxUsage> {
  const root = `/proc/${firstProcess}/root`;
  const proc = `${root}/proc`;
  const processes = await Promise.all((await numbersIn(proc)).map((pid) => usageOf(proc, pid)));
  const sum = (of: (process: ProcessUsage) => number): number => processes.reduce((total, process) => total + of(process), 0);
  const isWide = sum(({ addressBytes }) => addressBytes) > limitBytes;
  const shared = isWide
    ? await sharedBytes(
        proc,
        processes.map(({ pid }) => pid),
      )
    : 0;
  const [largest] = processes.toSorted((a, b) => b.privateBytes - a.privateBytes);
  return {
    bytes: sum(({ privateBytes }) => privateBytes) + shared + (await scratchBytes(root)) + (await socketBytes(firstProcess)),
    cpuSeconds: sum(({ ticks }) => ticks) / TICKS_PER_SECOND,
    threads: sum(({ threads }) => threads),
    largest: largest?.pid,
  };
}

/** The machine's numbers of the processes of a sandbox, with its own numbers. */
export async function machineProcesses(firstProcess: number): Promise<ReadonlyMap<number, number>> {
  const namespace = await unlessGone(readlink(`/proc/${firstProcess}/ns/pid`), "none");
  const found = new Map<number, number>();
  for (const pid of await numbersIn("/proc")) {
    if ((await unlessGone(readlink(`/proc/${pid}/ns/pid`), "")) !== namespace) continue;
    const status = await unlessGone(readFile(`/proc/${pid}/status`, "latin1"), "");
    const inside = /^NSpid:.*\t(\d+)$/m.exec(status)?.[1];
    if (inside !== undefined) found.set(Number(inside), pid);
  }
  return found;
}
