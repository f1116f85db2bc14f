import type { Clock } from "@lucid/foundation";
import type { PeerBook } from "./peer-book.ts";

/** An address to connect to, and whose it is, if that is known. */
export interface Candidate {
  readonly key: string | undefined;
  readonly address: string;
}

export interface DialerDeps {
  readonly clock: Clock;
  readonly book: Pick<PeerBook, "peers">;
  /** Keys of the peers that this node is connected with, and how many of the connections it has opened itself. */
  readonly connected: () => { readonly keys: ReadonlySet<string>; readonly opened: number };
  readonly isMember: (key: string) => boolean;
  readonly isBanned: (key: string) => boolean;
  /** The key of whoever answered there, or undefined. */
  readonly dial: (candidate: Candidate) => Promise<string | undefined>;
}

export interface DialerOptions {
  /** Addresses that the operator gave. */
  readonly configured: readonly string[];
  /** Connections that this node opens by itself; whoever comes to it does not count. */
  readonly outbound: number;
}

const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;
const AT_ONCE = 4;

/**
 * Keeps the connections that this node has chosen itself. Whoever comes to its door takes none of their places: a node whose
 * visitors all belong to one attacker still speaks with those that it remembers and its members name.
 */
export function createDialer({ clock, book, connected, isMember, isBanned, dial }: DialerDeps, options: DialerOptions) {
  const waits = new Map<string, { readonly untilMs: number; readonly waitMs: number }>();
  const found = new Map<string, string>();
  let underWay = 0;

  function candidates(): Candidate[] {
    const { keys } = connected();
    const given = options.configured.map((address) => ({ key: found.get(address), address }));
    const known = book.peers
      .filter(({ key }) => isMember(key))
      .flatMap(({ key, addresses }) => addresses.map((address) => ({ key, address })));
    const seen = new Set<string>();
    return [...given, ...known].filter(({ key, address }) => {
      if (seen.has(address) || (key !== undefined && (keys.has(key) || isBanned(key)))) return false;
      seen.add(address);
      return (waits.get(address)?.untilMs ?? 0) <= clock.elapsed();
    });
  }

  async function attempt(candidate: Candidate): Promise<void> {
    const { address } = candidate;
    const before = waits.get(address)?.waitMs ?? MIN_WAIT_MS / 2;
    const waitMs = Math.min(2 * before, MAX_WAIT_MS);
    waits.set(address, { untilMs: clock.elapsed() + waitMs, waitMs });
    underWay += 1;
    try {
      const key = await dial(candidate);
      if (key === undefined) return;
      found.set(address, key);
      waits.set(address, { untilMs: clock.elapsed() + MIN_WAIT_MS, waitMs: MIN_WAIT_MS / 2 });
    } finally {
      underWay -= 1;
    }
  }

  return {
    /** Opens what is missing. */
    async tick(): Promise<void> {
      const missing = Math.min(options.outbound - connected().opened, AT_ONCE) - underWay;
      for (const address of waits.keys()) if (waits.size > 1_024) waits.delete(address);
      await Promise.all(candidates().slice(0, Math.max(0, missing)).map(attempt));
    },
  };
}
