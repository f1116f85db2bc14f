import { partNames } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import { blockHash } from "../chain/header.ts";
import type { BlockRef } from "../formats/block.ts";
import type { BlockEvidence } from "../formats/evidence.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import type { ChainFacts, CheckpointFacts } from "./verdict.ts";

/** Hashes of blocks by height, as far as evidence that was checked shows them: its headers, and the block before them. */
export function blocksIn(evidence: readonly Pick<BlockEvidence, "headers">[]): ReadonlyMap<number, string> {
  const blocks = new Map<number, string>();
  for (const { headers } of evidence) {
    const first = headers[0]?.header;
    if (first !== undefined) blocks.set(first.height - 1, first.previous_hash);
    for (const { header } of headers) blocks.set(header.height, blockHash(header));
  }
  return blocks;
}

/** Whether a chunk of which a block holds the entry may name `after`: an earlier block, and the right one of its height. */
export function isBefore(after: BlockRef | null, block: Pick<ChainFacts, "height">, shown: ReadonlyMap<number, string>): boolean {
  if (after === null) return true;
  return after.height < block.height && (shown.get(after.height) ?? after.hash) === after.hash;
}

/** All evidence of a bundle, in the order in which it is compared. */
export const evidenceIn = ({ anchor, checkpoints, blocks }: Pick<Bundle, "anchor" | "checkpoints" | "blocks">) => [
  anchor,
  ...checkpoints,
  ...blocks,
];

/**
 * The blocks that a recording says it came after, against the blocks of its evidence: each is the one of its height where
 * the evidence shows that, and lies below the block that commits to who names it.
 */
export function checkAfter(
  bundle: Pick<Bundle, "manifest" | "anchor" | "checkpoints" | "blocks">,
  anchor: ChainFacts,
  checkpoints: readonly CheckpointFacts[],
): Outcome<undefined> {
  const { chunks, grant, after = null } = bundle.manifest.manifest;
  const shown = blocksIn(evidenceIn(bundle));
  const wrong = chunks.find((entry) => !isBefore(entry.after ?? null, anchor, shown));
  if (wrong !== undefined) return failed("after-mismatch", { part: partNames.manifest, chunk: wrong.index });
  if (!isBefore(after, anchor, shown)) return failed("after-mismatch", { part: partNames.manifest });
  if (!isBefore(grant.terms.after ?? null, anchor, shown))
    return failed("after-mismatch", { part: partNames.manifest, detail: "the grant" });
  for (const checkpoint of checkpoints) {
    const last = chunks[checkpoint.chunks - 1];
    if (last !== undefined && !isBefore(last.after ?? null, checkpoint, shown))
      return failed("after-mismatch", { part: partNames.checkpoints, chunk: last.index });
  }
  return passed(undefined);
}
