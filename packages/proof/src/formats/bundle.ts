import { z } from "zod";
import { Evidence } from "./evidence.ts";
import { Count, UnixMs, Uuid } from "./primitives.ts";

/** First and last chunk index, both included. */
export const ChunkRange = z.tuple([Count, Count]);
export type ChunkRange = z.infer<typeof ChunkRange>;

/** `lucid.json`, the first part of a bundle: what it claims to hold. */
export const BundleDescriptor = z.strictObject({
  format: z.literal("lucid-bundle"),
  version: z.literal(1),
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

/** `checkpoints.json`: tree heads anchored while the session ran, by ascending size. */
export const BundleCheckpoints = z.array(Evidence).max(1_000);
export type BundleCheckpoints = z.infer<typeof BundleCheckpoints>;
