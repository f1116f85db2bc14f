import { type ChunkEntry, canonicalBytes, canonicalJson, merkle, sha256Hex } from "@lucid/proof";
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { malformed } from "./malformed.ts";
import { base64, invalid, type Vector, valid } from "./vector.ts";

const LIMIT = 33_554_432;
const NIL = "00000000-0000-0000-0000-000000000000";

const put = (bytes: Uint8Array, offset: number, ...values: number[]): Uint8Array => {
  const changed = bytes.slice();
  changed.set(values, offset);
  return changed;
};

/** Containers at the bounds of their header, and files against entries. `plain` holds 34 or more plain bytes, uncompressed. */
export function containerBounds(plain: Uint8Array, zstd: Uint8Array, header: object): Vector[] {
  const size = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255] as const;
  const refuse = (name: string, bytes: Uint8Array): Vector => invalid(name, { container: base64(bytes) }, "chunk-format");
  const long = (content: number): Vector["input"] => ({
    container: [
      { bytes: base64(put(put(zstd, 36, ...size(LIMIT)), 44, ...size(content)).subarray(0, 104)), times: 1 },
      { bytes: "AA==", times: content + 16 },
    ],
  });
  const atLimit = put(zstd, 36, ...size(LIMIT));
  return [
    valid("the largest plain size", { container: base64(atLimit) }, { plain_size: LIMIT, sha256: sha256Hex(atLimit) }),
    refuse("a plain size of one byte more than the limit", put(zstd, 36, ...size(LIMIT + 1))),
    refuse("a plain size of 2^53", put(zstd, 32, 0, 32, 0, 0, 0, 0, 0, 0)),
    valid("the largest compressed size", long(LIMIT), { plain_size: LIMIT, compressed_size: LIMIT }),
    invalid("a compressed size of one byte more than the limit", long(LIMIT + 1), "chunk-format"),
    refuse("a header and nothing else", plain.subarray(0, 104)),
    refuse(
      "a header and half a tag",
      concatBytes(put(plain, 32, ...Array<number>(16).fill(0)).subarray(0, 104), new Uint8Array(8)),
    ),
    refuse("the magic and nothing else", plain.subarray(0, 8)),
    refuse("version 0", put(plain, 8, 0)),
    ...Array.from({ length: 8 }, (_, at) => refuse(`byte ${at} of the magic is another`, put(plain, at, 0))),
    refuse("the first byte of the unused nonce is not zero for aes-256-gcm", gcm(plain, 92)),
    refuse("the last byte of the unused nonce is not zero for aes-256-gcm", gcm(plain, 103)),
    valid("a nonce of 12 bytes for aes-256-gcm", { container: base64(gcm(plain)) }, { ...header, suite: "aes-256-gcm" }),
  ];
}

const gcm = (bytes: Uint8Array, at?: number): Uint8Array => {
  const changed = put(put(bytes, 9, 2), 92, ...Array<number>(12).fill(0));
  return at === undefined ? changed : put(changed, at, 1);
};

/** A file against the entry that commits to it: both are right but for one thing. */
export function fileVectors(container: Uint8Array, entry: ChunkEntry): Vector[] {
  const on = (bytes: Uint8Array, changes: Partial<ChunkEntry> = {}): Vector["input"] => ({
    container: base64(bytes),
    entry: { ...entry, size: bytes.length, sha256: sha256Hex(bytes), ...changes },
  });
  const refuse = (
    name: string,
    code: Parameters<typeof invalid>[2],
    bytes: Uint8Array,
    changes: Partial<ChunkEntry> = {},
  ): Vector => invalid(name, on(bytes, changes), code, { chunk: entry.index });
  return [
    valid("a file that is its entry's", on(container)),
    refuse("a file of another size than its entry says", "chunk-size", container, { size: container.length + 1 }),
    refuse("a file of another size, which is no container either", "chunk-size", put(container, 0, 0), { size: 5 }),
    refuse("a file that is no container", "chunk-format", put(container, 0, 0)),
    refuse("a file of another session", "chunk-header", container, { session_id: NIL }),
    invalid("a file of another index", on(container, { index: entry.index + 1 }), "chunk-header", { chunk: entry.index + 1 }),
    refuse("a file of another suite", "chunk-header", container, { suite: "aes-256-gcm" }),
    refuse("a file of another codec", "chunk-header", container, { codec: "gzip" }),
    refuse("a file of another plain size", "chunk-header", container, { plain_size: entry.plain_size + 1 }),
    refuse("a file of another session and another hash", "chunk-header", container, { session_id: NIL, sha256: "00".repeat(32) }),
    refuse("a file of another hash", "chunk-altered", container, { sha256: "00".repeat(32) }),
    refuse("a file whose tag was changed", "chunk-altered", put(container, container.length - 1, 0), {
      sha256: sha256Hex(container),
    }),
  ];
}

/** Entries at the bounds of their fields, and each field in a form it may not have. */
export function entryBounds(first: ChunkEntry, next: ChunkEntry, after: ChunkEntry): Vector[] {
  const session = { session_id: first.session_id, started_at_ms: first.started_at_ms - 250 };
  const input = (entry: object, previous: ChunkEntry | null): Vector["input"] => ({ session, previous, entry });
  const accept = (name: string, entry: ChunkEntry, previous: ChunkEntry | null = first): Vector =>
    valid(name, input(entry, previous), {
      leaf_data: canonicalJson(entry),
      leaf_hash: bytesToHex(merkle.leafHash(canonicalBytes(entry))),
      root: merkle.rootOf((previous === null ? [entry] : [previous, entry]).map(canonicalBytes)),
    });
  const refuse = (
    name: string,
    code: Parameters<typeof invalid>[2],
    entry: object,
    previous: ChunkEntry | null = first,
  ): Vector =>
    invalid(
      name,
      input(entry, previous),
      code,
      code === "format-invalid" ? {} : { chunk: previous === null ? 0 : previous.index + 1 },
    );
  const gap = after.gap_before as NonNullable<ChunkEntry["gap_before"]>;
  const withGap = (changes: object) => ({ ...after, gap_before: { ...gap, ...changes } });
  const nil = { ...first, session_id: NIL };
  return [
    ...[...malformed(after)].map(({ name, document }) => refuse(name, "format-invalid", document as object)),
    ...["started_at_ms", "ended_at_ms", "take", "events", "plain_size", "size", "index", "clock_error_ms"].map((field) =>
      refuse(`${field} of 2^53`, "format-invalid", { ...next, [field]: 2 ** 53 }),
    ),
    refuse("an index as a text", "format-invalid", { ...next, index: "1" }),
    ...["session_id", "sha256", "codec"].map((field) =>
      refuse(`${field} as a number`, "format-invalid", { ...next, [field]: 7 }),
    ),
    ...["session_id", "take", "keyframe"].map((field) =>
      refuse(`${field} as null`, "format-invalid", { ...next, [field]: null }),
    ),
    refuse("take as true", "format-invalid", { ...next, take: true }),
    refuse("a reason as a number", "format-invalid", withGap({ reason: 7 })),
    refuse("keyframe as a number", "format-invalid", { ...next, keyframe: 1 }),
    accept("a codec of none, and nothing in the chunk", { ...next, codec: "none", plain_size: 0, size: 120 }),
    accept("the highest index", { ...next, index: 999_999 }, { ...first, index: 999_998 }),
    refuse("an index of seven digits", "format-invalid", { ...next, index: 1_000_000 }, { ...first, index: 999_999 }),
    accept("a clock error that is not known", { ...next, clock_error_ms: null }),
    accept("a chunk of no length", { ...next, ended_at_ms: next.started_at_ms }),
    accept("a time between two chunks that nothing explains", { ...next, started_at_ms: next.started_at_ms + 5_000 }),
    accept("a first chunk at the session's start", { ...first, started_at_ms: session.started_at_ms }, null),
    accept("a first take that is not number 0", { ...first, take: 7 }, null),
    accept(
      "a gap before the first chunk",
      { ...first, gap_before: { ...gap, from_ms: session.started_at_ms, to_ms: first.started_at_ms } },
      null,
    ),
    refuse(
      "a gap before the first chunk that begins before the session",
      "gap-mismatch",
      { ...first, gap_before: { ...gap, from_ms: session.started_at_ms - 1, to_ms: first.started_at_ms } },
      null,
    ),
    accept("a gap of no length", withGap({ to_ms: gap.from_ms })),
    refuse("a gap that ends before it begins", "gap-mismatch", withGap({ from_ms: gap.from_ms + 10, to_ms: gap.from_ms + 5 })),
    accept("takes left out", { ...after, take: 9 }),
    accept("an empty reason", withGap({ reason: "" })),
    accept("a reason of 500 characters", withGap({ reason: "x".repeat(500) })),
    refuse("a reason of 501 characters", "format-invalid", withGap({ reason: "x".repeat(501) })),
    accept("a gap of kind recorder_lost", withGap({ kind: "recorder_lost" })),
    accept("a gap of kind interrupted", withGap({ kind: "interrupted" })),
    accept("the largest sizes", { ...next, size: LIMIT + 120, plain_size: LIMIT }),
    refuse("a size of one byte more than a container may have", "chunk-entry-invalid", { ...next, size: LIMIT + 121 }),
    refuse("a plain size of one byte more than a chunk may have", "chunk-entry-invalid", { ...next, plain_size: LIMIT + 1 }),
    accept("gzip and aes-256-gcm", { ...next, codec: "gzip", suite: "aes-256-gcm" }),
    valid(
      "a nil UUID",
      { session: { ...session, session_id: NIL }, previous: null, entry: nil },
      { leaf_data: canonicalJson(nil) },
    ),
    refuse("a UUID in upper case", "format-invalid", { ...next, session_id: "AABBCCDD-4455-4677-8899-aabbccddeeff" }),
    refuse("a UUID without hyphens", "format-invalid", { ...next, session_id: next.session_id.replaceAll("-", "") }),
    refuse("two faults: the order decides before the times", "chunk-order", { ...next, index: 5, started_at_ms: 0 }),
    refuse("two faults: the times decide before the gap", "chunk-times", { ...next, take: 5, started_at_ms: 0 }),
    refuse("two faults: the gap decides before the sizes", "gap-mismatch", { ...next, take: 5, size: 1 }),
  ];
}
