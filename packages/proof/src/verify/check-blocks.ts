import { partNames } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import { checkBlockEvidence } from "../chain/evidence.ts";
import type { Network } from "../chain/network.ts";
import type { SignatureCheck } from "../chain/signature-check.ts";
import type { BlockRef } from "../formats/block.ts";
import type { Manifest } from "../formats/manifest.ts";
import { failed, locate, type Outcome, passed } from "../outcome.ts";
import type { BlockFacts } from "./verdict.ts";

/** Every block that the recording or its grant says to come after. */
export function* namedBy({ chunks, grant, after }: Manifest): Generator<BlockRef | null | undefined> {
  yield grant.terms.after;
  for (const entry of chunks) yield entry.after;
  yield after;
}

/** The blocks of a bundle that are there for their times alone: final, named by the recording, ascending. */
export function checkBlocks(bundle: Bundle, network: Network, isSigned: SignatureCheck): Outcome<readonly BlockFacts[]> {
  const facts: BlockFacts[] = [];
  for (const evidence of bundle.blocks) {
    const block = checkBlockEvidence(evidence, network, isSigned);
    if (!block.ok) return locate(block, { part: partNames.blocks });
    const { height, blockHash } = block.value;
    const isNamed = namedBy(bundle.manifest.manifest).some((named) => named?.height === height && named.hash === blockHash);
    if (!isNamed) return failed("after-mismatch", { part: partNames.blocks, detail: `nothing names block ${height}` });
    if (height <= (facts.at(-1)?.height ?? 0))
      return failed("after-mismatch", { part: partNames.blocks, detail: "out of order" });
    facts.push(block.value);
  }
  return passed(facts);
}
