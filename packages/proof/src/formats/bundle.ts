import { z } from "zod";
import { BlockEvidence, Evidence } from "./evidence.ts";
import { Count, UnixMs, Uuid } from "./primitives.ts";

/** First and last chunk index, both included. */
export const ChunkRange = z.tuple([Count, Count]);
export type ChunkRange = z.infer<typeof ChunkRange>;

/** `lucid.json`, the first part of a bundle: what it claims to hold. */
export const BundleDescriptor = z.strictObject({
  format: z.literal("lucid-bundle"),
  /** The second one holds `blocks.json`, and is otherwise the first. */
  version: z.literal([1, 2]),
  session_id: Uuid,
  created_at_ms: UnixMs,
  /** Chunks whose containers are in the bundle, as ascending, non-touching ranges. */
  chunks: z.array(ChunkRange).max(100_000),
  /** Time range that was asked for; the chunks then cover all of it but the redacted ones. */
  range_ms: z.tuple([UnixMs, UnixMs]).nullable(),
  /** Chunks left out on purpose: still committed by the manifest. */
  redacted: z.array(ChunkRange).max(100_000),
});
export type BundleDescriptor = z.infer<typeof BundleDescriptor>;

/** Most blocks in `blocks.json`: the recording names few that are worth a date. */
export const MAX_BLOCKS = 16;

/** `blocks.json`: blocks that the recording or its grant names, dated by their headers, by ascending height. */
export const BundleBlocks = z.array(BlockEvidence).min(1).max(MAX_BLOCKS);
export type BundleBlocks = z.infer<typeof BundleBlocks>;

/** `checkpoints.json`: tree heads anchored while the session ran, by ascending size. */
export const BundleCheckpoints = z.array(Evidence).max(1_000);
export type BundleCheckpoints = z.infer<typeof BundleCheckpoints>;
