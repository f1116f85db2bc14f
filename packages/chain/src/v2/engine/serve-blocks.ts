import type { NetworkStore } from "../store/store.types.ts";
import type { Ledger } from "./ledger.ts";
import type { BlockRange } from "./network-port.ts";

/** Blocks in one answer. */
const RANGE_BLOCKS = 64;

/** What a node has of the branch of a block, from a height on and up to that block, as far as it fits an answer. */
export function blocksFrom(
  { ledger, store }: { readonly ledger: Pick<Ledger, "tree" | "canonicalHash">; readonly store: Pick<NetworkStore, "block"> },
  { tip, from }: BlockRange,
  maxBytes: number,
): readonly Uint8Array[] {
  const { tree, canonicalHash } = ledger;
  const top = tree.get(tip);
  const isCanonical = top === undefined || canonicalHash(top.height) === tip;
  const answer: Uint8Array[] = [];
  let room = maxBytes;
  for (let height = from; height < from + RANGE_BLOCKS; height += 1) {
    const hash = isCanonical || height < tree.final.height ? canonicalHash(height) : tree.ancestorAt(tip, height)?.hash;
    const bytes = hash === undefined ? undefined : store.block(hash);
    room -= bytes?.length ?? 0;
    if (bytes === undefined || room < 0) return answer;
    answer.push(bytes);
    if (hash === tip) return answer;
  }
  return answer;
}
