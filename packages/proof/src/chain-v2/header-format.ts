import { z } from "zod";
import { Count, Hash, PublicKey, UnixSeconds } from "../formats/primitives.ts";

/** Header of a block of version 2 (consensus 6.1). Its hash is the block's. */
export const Header = z.strictObject({
  version: z.literal(2),
  network: Hash,
  height: z.int().positive(),
  previous_hash: Hash,
  slot: Count,
  position: Count,
  rank: Count,
  epoch: Count,
  producer: PublicKey,
  timestamp: UnixSeconds,
  /** RFC 9162 root over the hashes of blocks 1 to height - 1, 32 raw bytes each. */
  history_root: Hash,
  members: Hash,
  tx_root: Hash,
  tx_count: Count,
  attestation_root: Hash,
  state_root: Hash,
});
export type Header = z.infer<typeof Header>;
