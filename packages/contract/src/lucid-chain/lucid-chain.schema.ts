import { z } from "zod";
import { HashHex, SessionId, Timestamp } from "../shared/shared.schema.ts";

export const TransactionView = z
  .object({
    transaction_id: HashHex,
    type: z.string(),
    status: z.enum(["pending", "included", "final", "expired"]),
    sender: HashHex,
    sequence: z.int(),
    block_id: HashHex.nullable(),
    block_height: z.int().nullable(),
    data: z.record(z.string(), z.unknown()),
    signature: z.string(),
    submitted_at: Timestamp.nullable(),
    confirmed_at: Timestamp.nullable(),
    fee: z.literal(0),
  })
  .meta({ id: "Transaction" });
export type TransactionView = z.infer<typeof TransactionView>;

export const BlockView = z
  .object({
    block_id: HashHex,
    height: z.int(),
    hash: HashHex,
    previous_hash: HashHex,
    timestamp: Timestamp,
    slot: z.int(),
    position: z.int(),
    epoch: z.int(),
    rank: z.int(),
    producer: HashHex,
    merkle_root: HashHex,
    attestation_root: HashHex,
    state_root: HashHex,
    transaction_count: z.int(),
    attestation_count: z.int(),
    transactions: z.array(z.string()),
    size_bytes: z.int(),
    finalized: z.boolean(),
    confirmations: z.int(),
  })
  .meta({ id: "Block" });
export type BlockView = z.infer<typeof BlockView>;

export const ChainInfo = z
  .object({
    network_name: z.string(),
    network: HashHex,
    version: z.string(),
    current_height: z.int(),
    finalized_height: z.int(),
    genesis_block: HashHex,
    genesis_time: Timestamp,
    consensus_algorithm: z.literal("PoOT"),
    /** Seconds between two blocks. */
    block_time: z.number(),
    total_transactions: z.int(),
    pending_transactions: z.int(),
  })
  .meta({ id: "ChainInfo" });
export type ChainInfo = z.infer<typeof ChainInfo>;

export const AnchorView = z
  .object({
    session_id: SessionId,
    /** The node that signed it. Anybody may name a session's id: it is the session's own if this is its node. */
    sender: HashHex,
    anchored: z.boolean(),
    merkle_root: HashHex.nullable(),
    manifest_hash: HashHex.nullable(),
    chunk_count: z.int().nullable(),
    block_id: HashHex.nullable(),
    block_height: z.int().nullable(),
    transaction_id: HashHex.nullable(),
    anchored_at: Timestamp.nullable(),
    confirmation_count: z.int(),
    status: z.enum(["pending", "confirmed", "failed"]),
  })
  .meta({ id: "Anchor" });
export type AnchorView = z.infer<typeof AnchorView>;
