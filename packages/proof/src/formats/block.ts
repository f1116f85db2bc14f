import { z } from "zod";
import { Count, Hash, PublicKey, Signature, UnixSeconds } from "./primitives.ts";
import { SignedTransaction } from "./transaction.ts";

export const Header = z.strictObject({
  version: z.literal(1),
  network: Hash,
  height: z.int().positive(),
  slot: Count,
  position: Count,
  /** 0 for the slot's leader, k for its k-th fallback. */
  rank: Count,
  epoch: Count,
  producer: PublicKey,
  timestamp: UnixSeconds,
  previous_hash: Hash,
  tx_root: Hash,
  attestation_root: Hash,
  state_root: Hash,
  tx_count: Count,
});
export type Header = z.infer<typeof Header>;

export const SignedHeader = z.strictObject({ header: Header, signature: Signature });
export type SignedHeader = z.infer<typeof SignedHeader>;

/** A block named by height and hash. Height 0 is the genesis document itself. */
export const BlockRef = z.strictObject({ height: Count, hash: Hash });
export type BlockRef = z.infer<typeof BlockRef>;

export const Attestation = z.strictObject({
  network: Hash,
  epoch: Count,
  source: BlockRef,
  target: BlockRef,
  attester: PublicKey,
});
export type Attestation = z.infer<typeof Attestation>;

export const SignedAttestation = z.strictObject({ attestation: Attestation, signature: Signature });
export type SignedAttestation = z.infer<typeof SignedAttestation>;

export const Block = z.strictObject({
  header: Header,
  signature: Signature,
  transactions: z.array(SignedTransaction),
  attestations: z.array(SignedAttestation),
});
export type Block = z.infer<typeof Block>;
