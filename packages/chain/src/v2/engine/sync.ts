import type { BlockRef } from "@lucid/proof";
import type { ForkTree } from "../consensus/fork-tree.ts";
import type { BlockRange, NetworkPort } from "./network-port.ts";

/** Fetches the branch of a block that a peer speaks of, by ranges and from one peer at a time. */
export interface Sync {
  /** Whether nothing is on its way: what was not answered in time is waited for no longer. */
  isIdle(elapsedMs: number): boolean;
  /** A peer has this block. */
  want(peer: string, block: BlockRef, elapsedMs: number): void;
  /** An answer was taken in. `firstParent` is the parent of its first block, `last` the height of its last one. */
  answered(
    range: BlockRange,
    answer: { readonly firstParent: string; readonly last: number } | undefined,
    elapsedMs: number,
  ): void;
}

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

  const isKnown = ({ hash, height }: BlockRef): boolean => height <= tree.final.height || tree.get(hash) !== undefined;

  const isIdle = (elapsedMs: number): boolean => fetch === undefined || isKnown(fetch.tip) || elapsedMs - fetch.atMs >= timeoutMs;

  function ask(next: Fetch): void {
    fetch = next;
    port.request(next.peer, { tip: next.tip.hash, from: next.from });
  }

  return {
    isIdle,
    want(peer, tip, elapsedMs) {
      if (isKnown(tip) || isUnderWay(tip.hash) || !isIdle(elapsedMs)) return;
      ask({ peer, tip, from: Math.min(tip.height, tree.head.height + 1), step: 1, atMs: elapsedMs });
    },
    answered({ tip, from }, answer, elapsedMs) {
      if (fetch?.tip.hash !== tip || fetch.from !== from) return;
      const { step } = fetch;
      if (answer === undefined || isKnown(fetch.tip)) fetch = undefined;
      else if (tree.get(answer.firstParent) !== undefined) ask({ ...fetch, from: answer.last + 1, step: 1, atMs: elapsedMs });
      else if (from > tree.final.height + 1)
        ask({ ...fetch, from: Math.max(tree.final.height + 1, from - step), step: 2 * step, atMs: elapsedMs });
      else fetch = undefined;
    },
  };
}
