import { z } from "zod";
import { BlockRef } from "./block.ts";
import { Count, Hash, text, UnixMs, Uuid } from "./primitives.ts";

export const Codec = z.enum(["none", "zstd", "gzip"]);
export type Codec = z.infer<typeof Codec>;
export const Suite = z.enum(["xchacha20-poly1305", "aes-256-gcm"]);
export type Suite = z.infer<typeof Suite>;

const gapFields = {
  kind: z.enum(["paused", "recorder_lost", "interrupted"]),
  from_ms: UnixMs,
  to_ms: UnixMs,
};

/** Time in which nothing was recorded, and why. `to_ms` is when recording went on. */
export const Gap = z.strictObject({ ...gapFields, reason: text(500) });
export type Gap = z.infer<typeof Gap>;

const name = (form: RegExp) => z.string().regex(form, "a lower-case name of at most 32 characters");

/** The same in version 2: what a program has to say is a code with numbers, and only a person's words are text. */
export const CodedGap = z.strictObject({
  ...gapFields,
  code: name(/^[a-z][a-z0-9-]{0,31}$/).nullable(),
  /** Numbers that belong to the code, at most eight; they may be negative. */
  data: z
    .record(name(/^[a-z][a-z0-9_]{0,31}$/), z.int())
    .refine((data) => Object.keys(data).length <= 8, "at most eight numbers")
    .nullable(),
  /** Words of the person who paused; empty where nobody said anything. */
  note: text(500),
});
export type CodedGap = z.infer<typeof CodedGap>;

const entryFields = {
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
  codec: Codec,
  suite: Suite,
  plain_size: Count,
  size: Count,
  sha256: Hash,
};

export const ChunkEntryV1 = z.strictObject({ ...entryFields, gap_before: Gap.nullable() });
export type ChunkEntryV1 = z.infer<typeof ChunkEntryV1>;

export const ChunkEntryV2 = z.strictObject({
  ...entryFields,
  version: z.literal(2),
  /** Milliseconds of a clock that nobody can set, from some moment before the session's first chunk. */
  started_monotonic_ms: Count,
  ended_monotonic_ms: Count,
  gap_before: CodedGap.nullable(),
  /** A final block that the node knew when the chunk was begun; null if it knew none. */
  after: BlockRef.nullable(),
  /** Salted commitment to the coded video of the chunk; null where it holds none of the form that can be committed to. */
  video: Hash.nullable(),
});
export type ChunkEntryV2 = z.infer<typeof ChunkEntryV2>;

/**
 * What the tree commits to for one chunk: the leaf's data is the RFC 8785 form of this object.
 * `sha256` and `size` are of the whole container file, `plain_size` of the record before compression.
 * The fields of version 2 are there exactly where `version` is.
 */
export type ChunkEntry = Omit<ChunkEntryV1, "gap_before"> &
  Partial<Omit<ChunkEntryV2, keyof ChunkEntryV1>> & { gap_before: Gap | CodedGap | null };
export const ChunkEntry: z.ZodType<ChunkEntry> = z.union([ChunkEntryV1, ChunkEntryV2]);

export const isSecondVersion = (entry: ChunkEntry): entry is ChunkEntryV2 => entry.version === 2;
