import { z } from "zod";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { type Attestation, BlockRef } from "../formats/block.ts";
import { Count, Signature } from "../formats/primitives.ts";
import { rootOf } from "../merkle/tree.ts";
import { MAX_MEMBERS } from "./members.ts";

/** A voter of both lists of the target, by its index, with its signature. */
export const IndexedVote = z.tuple([
  z
    .int()
    .min(0)
    .max(2 * MAX_MEMBERS - 1),
  Signature,
]);
export type IndexedVote = z.infer<typeof IndexedVote>;

/** All votes of a block with one source and one target. */
export const VoteGroup = z.strictObject({
  epoch: Count,
  source: BlockRef,
  target: BlockRef,
  votes: z
    .array(IndexedVote)
    .min(1)
    .max(2 * MAX_MEMBERS),
});
export type VoteGroup = z.infer<typeof VoteGroup>;

/** `attestation_root` of a block: a leaf's data is the RFC 8785 form of a group. */
export const attestationRoot = (groups: readonly VoteGroup[]): string => rootOf(groups.map(canonicalBytes));

/** The statement that a voter of a group signed. */
export const attestationIn = (
  { epoch, source, target }: Pick<VoteGroup, "epoch" | "source" | "target">,
  network: string,
  attester: string,
): Attestation => ({ network, epoch, source, target, attester });
