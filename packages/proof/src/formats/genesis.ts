import { z } from "zod";
import { Count, Hash, PublicKey, UnixSeconds } from "./primitives.ts";

const positive = z.int().positive();

/** Consensus parameters; durations in seconds, `d_min` as a fraction [numerator, denominator]. */
export const GenesisParameters = z.strictObject({
  slot_duration: positive,
  block_interval: positive,
  leader_timeout: positive,
  max_fallbacks: Count,
  cooldown_slots: Count,
  epoch_slots: positive,
  window_epochs: positive,
  d_min: z.tuple([Count, positive]),
  max_block_bytes: positive,
  max_transactions: positive,
  max_attesters: positive,
  checkpoint_blocks: positive,
  future_tolerance: Count,
});
export type GenesisParameters = z.infer<typeof GenesisParameters>;

/** The document a network is made of. Its hash names the network and is `previous_hash` of block 1. */
export const Genesis = z.strictObject({
  format: z.literal("lucid-genesis"),
  version: z.literal(1),
  network: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, "1 to 32 of a-z, 0-9, _ and -"),
  genesis_time: UnixSeconds,
  parameters: GenesisParameters,
  producers: z
    .array(z.strictObject({ entity: PublicKey, public_key: PublicKey, weight: positive }))
    .min(1)
    .max(128),
});
export type Genesis = z.infer<typeof Genesis>;

export const GenesisHash = Hash;
