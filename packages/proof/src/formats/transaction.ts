import { z } from "zod";
import { Count, Hash, PublicKey, Signature, TronAddress, UnixMs, UnixSeconds, Uuid } from "./primitives.ts";

/** State of one session's tree: RFC 9162 root over its first `size` chunk entries. */
export const TreeHead = z.strictObject({ session_id: Uuid, size: z.int().positive(), root: Hash });
export type TreeHead = z.infer<typeof TreeHead>;

export const NodeCheckpoint = z.strictObject({ heads: z.array(TreeHead).min(1).max(500) });
export type NodeCheckpoint = z.infer<typeof NodeCheckpoint>;

export const SessionAnchor = z.strictObject({
  session_id: Uuid,
  owner: TronAddress,
  manifest_hash: Hash,
  grant_hash: Hash,
  merkle_root: Hash,
  chunk_count: z.int().positive(),
  total_size: Count,
  started_at_ms: UnixMs,
  ended_at_ms: UnixMs,
});
export type SessionAnchor = z.infer<typeof SessionAnchor>;

/** The head that an anchored tree goes on from, and the RFC 9162 path that shows it: deepest node first. */
export const AnchorConsistency = z.strictObject({ size: z.int().positive(), root: Hash, path: z.array(Hash).max(24) });
export type AnchorConsistency = z.infer<typeof AnchorConsistency>;

/** A session anchor that says how its tree continues the last head the chain holds of the session; null if there is none. */
export const SessionAnchorV2 = SessionAnchor.extend({ consistency: AnchorConsistency.nullable() });
export type SessionAnchorV2 = z.infer<typeof SessionAnchorV2>;

/** Head of an audit log: the hash of its entry number `size`. `log` is the hash of what the log begins with. */
export const AuditCheckpoint = z.strictObject({ log: Hash, size: z.int().positive(), root: Hash });
export type AuditCheckpoint = z.infer<typeof AuditCheckpoint>;

const envelope = {
  version: z.literal(1),
  network: Hash,
  sender: PublicKey,
  /** Counts this sender's transactions from 0; each number is used once on a branch. */
  sequence: Count,
  expires_at: UnixSeconds,
};

export const Transaction = z.discriminatedUnion("type", [
  z.strictObject({ ...envelope, type: z.literal("node_checkpoint"), data: NodeCheckpoint }),
  z.strictObject({ ...envelope, type: z.literal("session_anchor"), data: SessionAnchor }),
  z.strictObject({ ...envelope, type: z.literal("session_anchor_v2"), data: SessionAnchorV2 }),
  z.strictObject({ ...envelope, type: z.literal("audit_checkpoint"), data: AuditCheckpoint }),
]);
export type Transaction = z.infer<typeof Transaction>;
export type TransactionType = Transaction["type"];

export const SignedTransaction = z.strictObject({ transaction: Transaction, signature: Signature });
export type SignedTransaction = z.infer<typeof SignedTransaction>;
