import { z } from "zod";
import { BlockRef, SignedHeader } from "./block.ts";
import { ChunkEntry } from "./chunk-entry.ts";
import { Count, Hash, PublicKey, Signature } from "./primitives.ts";
import { SignedTransaction } from "./transaction.ts";

/** All attestations for one source and target: the same statement signed by several attesters. */
export const FinalityLink = z.strictObject({
  epoch: Count,
  source: BlockRef,
  target: BlockRef,
  signatures: z
    .array(z.strictObject({ attester: PublicKey, signature: Signature }))
    .min(1)
    .max(128),
});
export type FinalityLink = z.infer<typeof FinalityLink>;

/**
 * Why a transaction is final: its place in a block, the signed headers from that block to the first
 * final one at or above it, and the two links that make that last one final.
 */
export const Evidence = z.strictObject({
  transaction: SignedTransaction,
  tx_index: Count,
  tx_path: z.array(Hash).max(20),
  headers: z.array(SignedHeader).min(1).max(1_000),
  finality: z.tuple([FinalityLink, FinalityLink]),
});
export type Evidence = z.infer<typeof Evidence>;

/** Why a block is final: the signed headers from it to the first final one at or above it, and the two links of evidence. */
export const BlockEvidence = Evidence.pick({ headers: true, finality: true });
export type BlockEvidence = z.infer<typeof BlockEvidence>;

/** One chunk, proven to a final block without the other chunks and without the manifest. */
export const ChunkProof = z.strictObject({
  format: z.literal("lucid-chunk-proof"),
  version: z.literal(1),
  entry: ChunkEntry,
  /** RFC 9162 inclusion path of the entry in the tree head that the evidence's transaction commits. */
  path: z.array(Hash).max(20),
  evidence: Evidence,
});
export type ChunkProof = z.infer<typeof ChunkProof>;
