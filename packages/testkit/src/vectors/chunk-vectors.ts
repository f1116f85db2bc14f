import { createSeededRandom } from "@lucid/foundation/testing";
import {
  type ChunkEntry,
  type ChunkEntryV1,
  type Codec,
  canonicalBytes,
  canonicalJson,
  keyCommitment,
  merkle,
  type Suite,
  sha256Hex,
} from "@lucid/proof";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { sealTestChunk } from "../proof/seal-chunk.ts";
import { containerBounds, entryBounds, fileVectors } from "./chunk-bound-vectors.ts";
import { compressedVectors, recordVectors } from "./opening-vectors.ts";
import { secondEntryVectors } from "./second-version-vectors.ts";
import { storedGzip } from "./stored-gzip.ts";
import { base64, invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const SESSION = "00112233-4455-4677-8899-aabbccddeeff";
const random = () => createSeededRandom("chunk vectors");
const DATA_KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

/** A record of the plain format: type, length, bytes. */
function record(type: number, bytes: Uint8Array): Uint8Array {
  const head = new Uint8Array(5);
  head[0] = type;
  new DataView(head.buffer).setUint32(1, bytes.length);
  return concatBytes(head, bytes);
}

const PLAIN = concatBytes(
  record(1, utf8ToBytes("ftypmoov")),
  record(2, utf8ToBytes("moofmdat")),
  record(3, utf8ToBytes('{"t":1767225660250,"type":"key"}\n')),
);

/** Plain bytes as a gzip member and as a zstd frame that store them as they are: the same on every machine. */
const compressed: Readonly<Record<Codec, Uint8Array>> = { none: PLAIN, gzip: storedGzip(PLAIN), zstd: storedZstd(PLAIN) };

/** RFC 8878: magic, single segment with a one-byte size, one raw block that is the last. */
function storedZstd(plain: Uint8Array): Uint8Array {
  const block = (plain.length << 3) | 1;
  return concatBytes(
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, plain.length, block & 255, (block >> 8) & 255, (block >> 16) & 255),
    plain,
  );
}

/** Lower half of the XXH64 of `PLAIN`, as `zstd --check` writes it. */
const ZSTD_SUM = Uint8Array.of(0x7a, 0x0f, 0x69, 0x29);

function container(suite: Suite = "xchacha20-poly1305", codec: Codec = "none", index = 258): Uint8Array {
  const seeded = random();
  return sealTestChunk({
    sessionId: SESSION,
    index,
    dataKey: DATA_KEY,
    suite,
    codec,
    compressed: compressed[codec],
    plainSize: PLAIN.length,
    salt: seeded.bytes(32),
    nonce: seeded.bytes(24),
  });
}

const put = (bytes: Uint8Array, offset: number, ...values: number[]): Uint8Array => {
  const changed = bytes.slice();
  changed.set(values, offset);
  return changed;
};

const flip = (bytes: Uint8Array, offset: number): Uint8Array => bytes.with(offset, (bytes.at(offset) as number) ^ 1);

export function containerVectors(): VectorFile {
  const clean = container();
  const accept = (name: string, suite: Suite, codec: Codec, index: number): Vector => {
    const bytes = container(suite, codec, index);
    return valid(
      name,
      { container: base64(bytes) },
      {
        session_id: SESSION,
        index,
        suite,
        codec,
        plain_size: PLAIN.length,
        compressed_size: compressed[codec].length,
        salt: bytesToHex(bytes.subarray(48, 80)),
        nonce: bytesToHex(bytes.subarray(80, 104)),
        sha256: sha256Hex(bytes),
      },
    );
  };
  const refuse = (name: string, bytes: Uint8Array): Vector => invalid(name, { container: base64(bytes) }, "chunk-format");
  return vectorFile(
    "chunk-container",
    "Containers in base64 (or pieces, each of them so many times) and the fields of their headers. No key is needed to read them. Where there is an entry, the container must be the one it commits to.",
    [
      accept("xchacha20-poly1305 without compression", "xchacha20-poly1305", "none", 0),
      accept("aes-256-gcm and zstd", "aes-256-gcm", "zstd", 258),
      accept("gzip and the highest index", "xchacha20-poly1305", "gzip", 999_999),
      refuse("a flipped magic", flip(clean, 0)),
      refuse("version 2", put(clean, 8, 2)),
      refuse("suite 0", put(clean, 9, 0)),
      refuse("suite 3", put(clean, 9, 3)),
      refuse("codec 3", put(clean, 10, 3)),
      refuse("a reserved byte that is not zero", put(clean, 11, 1)),
      refuse("an index of seven digits", put(clean, 28, 0, 0x0f, 0x42, 0x40)),
      refuse("a plain size beyond the limit", put(clean, 32, 0, 0, 0, 1)),
      refuse("sizes that differ without compression", put(clean, 39, 1)),
      refuse("a nonce of 24 bytes for aes-256-gcm", put(clean, 9, 2)),
      refuse("a byte after the tag", concatBytes(clean, Uint8Array.of(0))),
      refuse("a byte cut off", clean.subarray(0, -1)),
      refuse("half a header", clean.subarray(0, 52)),
      refuse("nothing", new Uint8Array(0)),
      ...containerBounds(clean, container("xchacha20-poly1305", "zstd"), {
        session_id: SESSION,
        index: 258,
        plain_size: PLAIN.length,
      }),
      ...fileVectors(clean, {
        session_id: SESSION,
        index: 258,
        take: 0,
        started_at_ms: 1_767_225_660_250,
        ended_at_ms: 1_767_225_670_250,
        clock_error_ms: null,
        keyframe: true,
        events: 1,
        gap_before: null,
        codec: "none",
        suite: "xchacha20-poly1305",
        plain_size: PLAIN.length,
        size: clean.length,
        sha256: sha256Hex(clean),
      }),
    ],
  );
}

export function openingVectors(): VectorFile {
  const clean = container();
  const key = { data_key: bytesToHex(DATA_KEY) };
  const accept = (name: string, suite: Suite, codec: Codec): Vector =>
    valid(name, { container: base64(container(suite, codec)), ...key }, { plain: base64(PLAIN), plain_sha256: sha256Hex(PLAIN) });
  const refuse = (name: string, bytes: Uint8Array, dataKey = DATA_KEY): Vector =>
    invalid(name, { container: base64(bytes), data_key: bytesToHex(dataKey) }, "sealed");
  const packed = (codec: Codec, compressed: Uint8Array, plainSize: number = PLAIN.length): Uint8Array =>
    sealTestChunk({
      sessionId: SESSION,
      index: 0,
      dataKey: DATA_KEY,
      suite: "xchacha20-poly1305",
      codec,
      compressed,
      plainSize,
      salt: random().bytes(32),
      nonce: random().bytes(24),
    });
  const { gzip, zstd } = compressed;
  const [front, back] = [PLAIN.subarray(0, 20), PLAIN.subarray(20)];
  /** The frame with the flag of a check sum, and these four bytes. */
  const summed = (sum: Uint8Array): Uint8Array => concatBytes(put(zstd, 4, 0x24), sum);
  return vectorFile(
    "chunk-open",
    "A container, the session's data key, and the plain records inside; kind records: plain content (base64, or pieces of it) and its records of known types, the first eight with their bytes. Code sealed: it must not open, or cannot be split.",
    [
      accept("xchacha20-poly1305, none", "xchacha20-poly1305", "none"),
      accept("xchacha20-poly1305, zstd", "xchacha20-poly1305", "zstd"),
      accept("xchacha20-poly1305, gzip", "xchacha20-poly1305", "gzip"),
      accept("aes-256-gcm, none", "aes-256-gcm", "none"),
      accept("aes-256-gcm, zstd", "aes-256-gcm", "zstd"),
      accept("aes-256-gcm, gzip", "aes-256-gcm", "gzip"),
      refuse("a flipped bit of the magic", flip(clean, 0)),
      refuse("another data key", clean, DATA_KEY.toReversed()),
      refuse("a flipped bit of the ciphertext", flip(clean, 110)),
      refuse("a flipped bit of the tag", flip(clean, -1)),
      refuse("a flipped bit of the salt", flip(clean, 48)),
      refuse("a flipped bit of the nonce", flip(clean, 80)),
      refuse("another index, which the key and the associated data bind", put(clean, 31, 3)),
      refuse("another session, which the key and the associated data bind", flip(clean, 12)),
      refuse("another codec, which the associated data bind", put(clean, 10, 1)),
      refuse("content that is longer than the header says", packed("gzip", gzip, PLAIN.length - 1)),
      refuse("content that is shorter than the header says", packed("gzip", gzip, PLAIN.length + 1)),
      refuse("gzip with a flipped bit in its check sum", packed("gzip", flip(gzip, -8))),
      refuse("gzip with another length at its end", packed("gzip", flip(gzip, -4))),
      refuse("gzip with a byte behind it", packed("gzip", concatBytes(gzip, Uint8Array.of(0)))),
      refuse(
        "gzip with a byte between its data and its check sum",
        packed("gzip", concatBytes(gzip.subarray(0, -8), Uint8Array.of(0), gzip.subarray(-8))),
      ),
      refuse("gzip with an empty second member", packed("gzip", concatBytes(gzip, storedGzip(new Uint8Array(0))))),
      refuse("gzip of two members", packed("gzip", concatBytes(storedGzip(front), storedGzip(back)))),
      refuse("gzip with a reserved flag", packed("gzip", put(gzip, 3, 0x80))),
      ...compressedVectors({ plain: PLAIN, gzip, zstd, dataKey: DATA_KEY, packed }),
      ...recordVectors(PLAIN),
      {
        ...accept("zstd with its check sum", "xchacha20-poly1305", "zstd"),
        input: { container: base64(packed("zstd", summed(ZSTD_SUM))), ...key },
      },
      refuse("zstd with a flipped bit in its check sum", packed("zstd", summed(flip(ZSTD_SUM, 0)))),
      refuse("zstd with a byte behind it", packed("zstd", concatBytes(zstd, Uint8Array.of(0)))),
      refuse("zstd of two frames", packed("zstd", concatBytes(storedZstd(front), storedZstd(back)))),
      refuse("zstd with an empty second frame", packed("zstd", concatBytes(zstd, storedZstd(new Uint8Array(0))))),
      refuse(
        "zstd with a skippable frame behind it",
        packed("zstd", concatBytes(zstd, Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0))),
      ),
      refuse("zstd that states another length", packed("zstd", flip(zstd, 5))),
      refuse(
        "zstd that needs a dictionary",
        packed("zstd", concatBytes(put(zstd.subarray(0, 5), 4, 0x21), Uint8Array.of(7), zstd.subarray(5))),
      ),
    ],
    { key_commitment: keyCommitment(DATA_KEY) },
  );
}

export function entryVectors(): VectorFile {
  const session = { session_id: SESSION, started_at_ms: 1_767_225_660_000 };
  const first: ChunkEntryV1 = {
    session_id: SESSION,
    index: 0,
    take: 0,
    started_at_ms: 1_767_225_660_250,
    ended_at_ms: 1_767_225_670_250,
    clock_error_ms: 4,
    keyframe: true,
    events: 12,
    gap_before: null,
    codec: "zstd",
    suite: "xchacha20-poly1305",
    plain_size: 1_200_000,
    size: 1_100_120,
    sha256: "ab".repeat(32),
  };
  const gap = { kind: "paused", reason: "break", from_ms: first.ended_at_ms, to_ms: first.ended_at_ms + 30_000 } as const;
  const next: ChunkEntryV1 = { ...first, index: 1, started_at_ms: first.ended_at_ms, ended_at_ms: first.ended_at_ms + 9_900 };
  const after: ChunkEntry = { ...next, take: 1, started_at_ms: gap.to_ms, ended_at_ms: gap.to_ms + 10_000, gap_before: gap };
  const accept = (name: string, entry: ChunkEntry, previous: ChunkEntry | null): Vector =>
    valid(
      name,
      { session, previous, entry },
      {
        leaf_data: canonicalJson(entry),
        leaf_hash: bytesToHex(merkle.leafHash(canonicalBytes(entry))),
        root: merkle.rootOf((previous === null ? [entry] : [previous, entry]).map(canonicalBytes)),
      },
    );
  const refuse = (
    name: string,
    code: Parameters<typeof invalid>[2],
    changes: object,
    from: ChunkEntry = next,
    previous: ChunkEntry | null = first,
  ): Vector => {
    const chunk = previous === null ? 0 : previous.index + 1;
    return invalid(name, { session, previous, entry: { ...from, ...changes } }, code, code === "format-invalid" ? {} : { chunk });
  };
  return vectorFile(
    "chunk-entry",
    "Whether an entry may follow the previous one (null: it is the first), its leaf in the tree, and the root over both.",
    [
      accept("a first entry", first, null),
      accept("the next one of the same take", next, first),
      accept("the first one after a pause", after, first),
      refuse("another session", "chunk-order", { session_id: "10112233-4455-4677-8899-aabbccddeeff" }),
      refuse("an index left out", "chunk-order", { index: 2 }),
      refuse("an index twice", "chunk-order", { index: 0 }),
      refuse("a first entry that is not number 0", "chunk-order", {}, next, null),
      refuse("a start before the chunk before it ended", "chunk-times", { started_at_ms: first.ended_at_ms - 1 }),
      refuse("an end before the start", "chunk-times", { ended_at_ms: next.started_at_ms - 1 }),
      refuse("a first entry from before the session", "chunk-times", { started_at_ms: session.started_at_ms - 1 }, first, null),
      refuse("a new take without a gap", "gap-mismatch", { take: 1 }),
      refuse("a gap within one take", "gap-mismatch", { take: 0 }, after),
      refuse("a take that goes back", "gap-mismatch", {}, next, { ...first, take: 1 }),
      refuse(
        "a gap that begins before the chunk before it ended",
        "gap-mismatch",
        { gap_before: { ...gap, from_ms: gap.from_ms - 1 } },
        after,
      ),
      refuse("a gap that ends after the chunk starts", "gap-mismatch", { gap_before: { ...gap, to_ms: gap.to_ms + 1 } }, after),
      refuse("a size smaller than an empty container", "chunk-entry-invalid", { size: 119 }),
      refuse("sizes that differ without compression", "chunk-entry-invalid", { codec: "none" }),
      accept(
        "a reason of 250 characters that are two code units each",
        { ...after, gap_before: { ...gap, reason: "\u{1f600}".repeat(250) } },
        first,
      ),
      refuse(
        "a reason of 251 such characters",
        "format-invalid",
        { gap_before: { ...gap, reason: "\u{1f600}".repeat(251) } },
        after,
      ),
      refuse(
        "a reason of 500 such characters",
        "format-invalid",
        { gap_before: { ...gap, reason: "\u{1f600}".repeat(500) } },
        after,
      ),
      accept(
        "a reason of 500 characters of one code unit",
        { ...after, gap_before: { ...gap, reason: "\u20ac".repeat(500) } },
        first,
      ),
      refuse("a field too many", "format-invalid", { note: "" }),
      refuse("a hash in upper case", "format-invalid", { sha256: "AB".repeat(32) }),
      refuse("a fraction of a millisecond", "format-invalid", { started_at_ms: 1_767_225_670_250.5 }),
      ...secondEntryVectors(session, first, next),
      ...entryBounds(first, next, after),
    ],
  );
}
