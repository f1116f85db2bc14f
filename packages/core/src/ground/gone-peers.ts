import { readFile } from "node:fs/promises";
import { isIPv4, type Socket } from "node:net";
import type { Clock, Log } from "@lucid/foundation";

/** Two things are to be seen of who is gone: what was sent is sent again, and no answer came for so long. */
export const GONE = { lookMs: 5_000, silentMs: 60_000 } as const;

/** Unanswered tries of each connection in a table of the kernel, by its ends: sent again, or asked for room (proc_pid_net_tcp(5)). */
export function unansweredTries(table: string): ReadonlyMap<string, number> {
  const tries = new Map<string, number>();
  for (const row of table.split("\n").slice(1)) {
    const [, local, remote, , , , again, , probes] = row.trim().split(/\s+/);
    if (local && remote) tries.set(`${local} ${remote}`, Math.max(Number.parseInt(again ?? "0", 16), Number(probes ?? 0)));
  }
  return tries;
}

/** An end as the table writes it: each 32 bits of the address in the machine's byte order, which is little endian wherever Lucid runs. */
function endOf(address: string, port: number, isIpv6: boolean): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIPv4(bare)) return `${ipv6Words(bare)}:${hexPort(port)}`;
  const word = bare
    .split(".")
    .toReversed()
    .map((byte) => Number(byte).toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
  return `${isIpv6 ? "0000000000000000FFFF0000" : ""}${word}:${hexPort(port)}`;
}

const hexPort = (port: number): string => port.toString(16).toUpperCase().padStart(4, "0");

function ipv6Words(address: string): string {
  const [head = "", tail] = address.replace(/%.*/, "").split("::");
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => "0"), ...groups(tail ?? "")];
  const bytes = all.map((group) => group.padStart(4, "0")).join("");
  return (bytes.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).toReversed().join("").toUpperCase()).join("");
}

const placeOf = (socket: Socket): string => {
  const isIpv6 = socket.remoteFamily === "IPv6";
  const { localAddress = "", localPort = 0, remoteAddress = "", remotePort = 0 } = socket;
  return `${endOf(localAddress, localPort, isIpv6)} ${endOf(remoteAddress, remotePort, isIpv6)}`;
};

/** Lets go of connections whose other end is gone without a word while something is on its way to it. */
export interface GonePeers extends Disposable {
  follow(socket: Socket): void;
}

/**
 * TCP alone gives up after some 15 minutes, and asks for no sign of life before. Each answer, however slow, and be it that there is no
 * room, sets the kernel's count back; who is gone has one that only grows. Where there is no such table (not Linux) nobody is let go.
 */
export function followGonePeers(
  deps: { readonly clock: Pick<Clock, "after" | "elapsed">; readonly log: Pick<Log, "info" | "warn"> },
  options: Readonly<Record<keyof typeof GONE, number>> = GONE,
  read: () => Promise<string[]> = () => Promise.all(["tcp", "tcp6"].map(readTable)),
): GonePeers {
  const { clock, log } = deps;
  const silent = new Map<Socket, { readonly key: string; tries: number; sinceMs: number }>();
  let timer: Disposable | undefined;

  async function look(): Promise<void> {
    const known = (await read()).map(unansweredTries);
    const now = clock.elapsed();
    for (const [socket, state] of silent) {
      const tries = Math.max(0, ...known.map((table) => table.get(state.key) ?? 0));
      if (tries === 0 || tries < state.tries) state.sinceMs = now;
      state.tries = tries;
      if (now - state.sinceMs < options.silentMs) continue;
      silent.delete(socket);
      log.info({ address: socket.remoteAddress }, "a client is gone without a word: its connection is closed");
      socket.destroy();
    }
  }

  async function keepLooking(): Promise<void> {
    await look().catch((cause: unknown) => log.warn({ err: cause }, "whether clients are gone could not be seen"));
    timer = silent.size > 0 ? clock.after(options.lookMs, () => void keepLooking()) : undefined;
  }

  return {
    follow(socket) {
      // One of a socket file has no network to lose.
      if (socket.destroyed || socket.remoteAddress === undefined) return;
      silent.set(socket, { key: placeOf(socket), tries: 0, sinceMs: clock.elapsed() });
      socket.once("close", () => silent.delete(socket));
      timer ??= clock.after(options.lookMs, () => void keepLooking());
    },
    [Symbol.dispose]() {
      silent.clear();
      timer?.[Symbol.dispose]();
    },
  };
}

async function readTable(name: string): Promise<string> {
  try {
    return await readFile(`/proc/self/net/${name}`, "latin1");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw cause;
  }
}
