import type { BlockRef } from "@lucid/proof";
import type { ForkTree } from "../consensus/fork-tree.ts";
import type { BlockRange, NetworkPort } from "./network-port.ts";

/** Fetches the branch of a block that a peer speaks of, by ranges and from one peer at a time. */
export interface Sync {
  /** Whether nothing is on its way: what was not answered in time is waited for no longer. */
  isIdle(elapsedMs: number): boolean;
  /** A peer has this block. */
  want(peer: string, block: BlockRef, elapsedMs: number): void;
  /** An answer was taken in; undefined where there was none, or a block in it was refused. */
  answered(range: BlockRange, answer: RangeAnswer | undefined, elapsedMs: number): void;
}

export interface RangeAnswer {
  /** Whether its first block stood on one that was known when it came: by now that may be one of many below the final block. */
  readonly meets: boolean;
  /** Height of its last block. */
  readonly last: number;
}

/** Peers that are kept in mind for the time when the one that is asked fails. */
const MAX_OTHERS = 16;

interface Fetch {
  readonly peer: string;
  readonly tip: BlockRef;
  readonly from: number;
  /** How far the next range goes back when this one hangs in the air. */
  readonly step: number;
  readonly atMs: number;
}

export function createSync(
  tree: Pick<ForkTree, "head" | "final" | "get">,
  port: Pick<NetworkPort, "request">,
  { timeoutMs, isUnderWay }: { readonly timeoutMs: number; readonly isUnderWay: (hash: string) => boolean },
): Sync {
  let fetch: Fetch | undefined;
  const others = new Map<string, BlockRef>();

  const isKnown = ({ hash, height }: BlockRef): boolean => height <= tree.final.height || tree.get(hash) !== undefined;

  const isIdle = (elapsedMs: number): boolean => fetch === undefined || isKnown(fetch.tip) || elapsedMs - fetch.atMs >= timeoutMs;

  function ask(next: Fetch): void {
    fetch = next;
    port.request(next.peer, { tip: next.tip.hash, from: next.from });
  }

  function begin(peer: string, tip: BlockRef, elapsedMs: number): void {
    others.delete(peer);
    ask({ peer, tip, from: Math.min(tip.height, tree.head.height + 1), step: 1, atMs: elapsedMs });
  }

  /** Whoever else has spoken of a block that is not here yet is asked at once, and not when it speaks again. */
  function turnToOthers(elapsedMs: number): void {
    fetch = undefined;
    for (const [peer, tip] of others) {
      if (!isKnown(tip)) return begin(peer, tip, elapsedMs);
      others.delete(peer);
    }
  }

  return {
    isIdle,
    want(peer, tip, elapsedMs) {
      if (isKnown(tip) || isUnderWay(tip.hash)) return;
      if (isIdle(elapsedMs)) return begin(peer, tip, elapsedMs);
      if (peer !== fetch?.peer && (others.has(peer) || others.size < MAX_OTHERS)) others.set(peer, tip);
    },
    answered({ tip, from }, answer, elapsedMs) {
      if (fetch?.tip.hash !== tip || fetch.from !== from) return;
      const { step } = fetch;
      if (answer === undefined || isKnown(fetch.tip)) turnToOthers(elapsedMs);
      else if (answer.meets) ask({ ...fetch, from: answer.last + 1, step: 1, atMs: elapsedMs });
      else if (from > tree.final.height + 1)
        ask({ ...fetch, from: Math.max(tree.final.height + 1, from - step), step: 2 * step, atMs: elapsedMs });
      else turnToOthers(elapsedMs);
    },
  };
}
