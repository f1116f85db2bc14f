import { z } from "zod";
import { Count, Hash, UnixMs, Uuid } from "./primitives.ts";

export const Codec = z.enum(["none", "zstd", "gzip"]);
export type Codec = z.infer<typeof Codec>;
export const Suite = z.enum(["xchacha20-poly1305", "aes-256-gcm"]);
export type Suite = z.infer<typeof Suite>;

/** Time in which nothing was recorded, and why. `to_ms` is when recording went on. */
export const Gap = z.strictObject({
  kind: z.enum(["paused", "recorder_lost", "interrupted"]),
  reason: z.string().max(500),
  from_ms: UnixMs,
  to_ms: UnixMs,
});
export type Gap = z.infer<typeof Gap>;

/**
 * What the tree commits to for one chunk: the leaf's data is the RFC 8785 form of this object.
 * `sha256` and `size` are of the whole container file, `plain_size` of the record before compression.
 */
export const ChunkEntry = z.strictObject({
  session_id: Uuid,
  index: z.int().min(0).max(999_999),
  /** Counts the recorder's runs: a new run starts with a new video initialization. */
  take: Count,
  started_at_ms: UnixMs,
  ended_at_ms: UnixMs,
  /** Largest known error of this machine's clock in milliseconds; null where nothing measures it. */
  clock_error_ms: Count.nullable(),
  keyframe: z.boolean(),
  events: Count,
  gap_before: Gap.nullable(),
  codec: Codec,
  suite: Suite,
  plain_size: Count,
  size: Count,
  sha256: Hash,
});
export type ChunkEntry = z.infer<typeof ChunkEntry>;
