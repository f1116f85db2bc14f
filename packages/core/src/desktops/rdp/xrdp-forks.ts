import type { Clock } from "@lucid/foundation";
import { startTicksOf } from "../process-record.ts";
import { childrenOf } from "./children-of.ts";

const POLL_MS = 5;
/** xrdp forks within milliseconds; one that does not within this time hangs. */
const FORK_MS = 10_000;

/** One process that xrdp forked for one connection, for ever: a pid alone is used again. */
export interface XrdpFork {
  readonly pid: number;
  readonly startTicks: string;
}

export class XrdpHangsError extends Error {
  override readonly name = "XrdpHangsError";
}

export interface XrdpForks {
  /**
   * The process that xrdp forks for the connection that was just made to it. No other connection may be made meanwhile: what is
   * new among xrdp's children is then that process and no other.
   * @throws the signal's reason, when the connection is over; XrdpHangsError.
   */
  next(signal: AbortSignal): Promise<XrdpFork>;
}

/** Watches what the process `xrdp` forks. */
export function watchForks({ clock }: { readonly clock: Clock }, xrdp: number): XrdpForks {
  const known = new Map<number, string>();

  async function findNew(): Promise<XrdpFork | undefined> {
    // Not what the list misses is gone, but what is no process any more.
    for (const [pid, startTicks] of known) if (startTicksOf(pid) !== startTicks) known.delete(pid);
    for (const pid of await childrenOf(xrdp)) {
      const startTicks = startTicksOf(pid);
      if (startTicks === undefined || known.get(pid) === startTicks) continue;
      known.set(pid, startTicks);
      return { pid, startTicks };
    }
    return undefined;
  }

  return {
    async next(signal) {
      const startedMs = clock.elapsed();
      for (;;) {
        const fork = await findNew();
        if (fork) return fork;
        signal.throwIfAborted();
        if (clock.elapsed() - startedMs > FORK_MS) throw new XrdpHangsError("xrdp does not take connections");
        await new Promise<void>((resolve) => clock.after(POLL_MS, resolve));
      }
    },
  };
}
