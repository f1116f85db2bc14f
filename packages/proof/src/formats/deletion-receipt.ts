import { z } from "zod";
import { Count, Hash, PublicKey, Signature, text, UnixMs, Uuid } from "./primitives.ts";

/** What a node says that it deleted. */
export const DeletionStatement = z.strictObject({
  format: z.literal("lucid-deletion-receipt"),
  version: z.literal(1),
  session_id: Uuid,
  /** Null where there was no manifest yet. */
  manifest_hash: Hash.nullable(),
  merkle_root: Hash.nullable(),
  chunk_count: Count,
  total_size: Count,
  deleted_by: Uuid,
  reason: text(1_000),
  deleted_at_ms: UnixMs,
  node: PublicKey,
});
export type DeletionStatement = z.infer<typeof DeletionStatement>;

/** The statement with the signature of the node that it names. */
export const SignedDeletion = z.strictObject({ receipt: DeletionStatement, signature: Signature });
export type SignedDeletion = z.infer<typeof SignedDeletion>;
