import { type ChunkVideo, commitToVideo, createVideoBuilder, type FailureCode } from "@lucid/proof";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { buildTestSession, bundleBytes } from "../proof/test-session.ts";
import { mp4Box, u32, u64 } from "../proof/test-video.ts";
import { buildTestVideoSession, type TestVideoSession, videoFileOf } from "../proof/test-video-session.ts";
import { ABOVE, ENTRY_SIZE_AT, entriesOf, put, rows, rowsAt, shifted, withEntries, withRows } from "./movie-edits.ts";
import { spliceOf } from "./splice.ts";
import { base64, invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";
import { videoDoubts } from "./video-doubt-vectors.ts";
import { videoParameters } from "./video-parameter-vectors.ts";

const FORMAT_BYTES = utf8ToBytes("other");
const PROOF_ID = hexToBytes("1c8ee7b05c6a4bb29f1d6c756369642e");

/** Four chunks of three pictures, with a pause before the third; the fourth has another format. */
const OPTIONS = {
  chunks: 4,
  pausedBefore: [2],
  init: (index: number) => (index === 3 ? { configuration: concatBytes(Uint8Array.of(1), FORMAT_BYTES), width: 320 } : {}),
};

/** The boxes of a video, each of them whole. */
interface Parts {
  readonly kind: Uint8Array;
  readonly movie: Uint8Array;
  readonly data: Uint8Array;
  readonly proof: Uint8Array;
}

function partsOf(file: Uint8Array): Parts {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const movieEnd = 32 + view.getUint32(32);
  const dataEnd = movieEnd + Number(view.getBigUint64(movieEnd + 8));
  return {
    kind: file.subarray(0, 32),
    movie: file.subarray(32, movieEnd),
    data: file.subarray(movieEnd, dataEnd),
    proof: file.subarray(dataEnd),
  };
}

const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] as number) ^ 1);

/** Videos that carry their proof, and what is said of each change of them. */
export async function videoVectors(): Promise<VectorFile> {
  const filmed = buildTestVideoSession("video vectors", OPTIONS);
  const headless = buildTestVideoSession("video vectors", { ...OPTIONS, isSync: (index) => index !== 2 });
  const single = buildTestVideoSession("video vectors", { chunks: 4, pictures: () => 1 });
  const without = buildTestVideoSession("video vectors", {
    ...OPTIONS,
    editEntry: (entry) => (entry.index === 1 ? { ...entry, video: null } : entry),
  });
  const bundle = await proofOf(filmed);
  const clean = await videoFileOf(filmed, { bundle });
  const parts = partsOf(clean);
  const { movie, data, proof } = parts;

  const input = (bytes: Uint8Array): Vector["input"] => ({ video: "clean", splice: spliceOf(clean, bytes) });
  const joined = (changes: Partial<Parts>): Uint8Array => {
    const all = { ...parts, ...changes };
    return concatBytes(all.kind, all.movie, all.data, all.proof);
  };
  const refuse = (name: string, code: FailureCode | "video-without-proof", bytes: Uint8Array, more: object = {}): Vector =>
    invalid(name, input(bytes), code, more);
  const form = (name: string, changes: Partial<Parts>): Vector => refuse(name, "video-form", joined(changes));
  const altered = (name: string, changes: Partial<Parts>, chunk: number): Vector =>
    refuse(name, "video-altered", joined(changes), { chunk });
  const table = (name: string, row: number, ...values: readonly number[]): Partial<Parts> => ({
    movie: put(movie, rowsAt(movie, name) + 4 + 4 * row, ...values),
  });
  const list = (at: number, ...values: readonly number[]): Partial<Parts> => ({ proof: put(proof, at, ...values) });
  const saved = (session: TestVideoSession, chunks: readonly number[]) => videoFileOf(session, { chunks });
  const free = mp4Box("free");
  const frees = (count: number): Uint8Array => concatBytes(...Array.from({ length: count }, () => free));
  const part = (first: number, last: number, from: number, to: number) => ({ chunks: [first, last], from_ms: from, to_ms: to });
  const firstVersion = await bundleBytes(
    buildTestSession("video vectors", { chunks: 4, pausedBefore: [2] }).content({ describe: { chunks: [] } }),
  );
  const gapped = await saved(filmed, [0, 1, 3]);
  const stts = rowsAt(movie, "stts") + 4;
  const entries = entriesOf(movie);
  const small = put(entries[0] as Uint8Array, ENTRY_SIZE_AT, 2 * 65_536 + 2);
  const samplesOf = (text: string): number => Buffer.from(data).indexOf(text);
  const unsigned = flip(bundle, Buffer.from(bundle).indexOf('"signature":"') + 13);

  return vectorFile(
    "video",
    "A clean video (shared, base64) with a part of its bytes replaced, and what it says: pictures, milliseconds, the chunks of its parts, where it leaves chunks out, where the recording has a gap, and what the pictures are and the node states otherwise.",
    [
      valid("all chunks", input(clean), {
        ...{ pictures: 12, duration_ms: 12_000, parts: [part(0, 3, 0, 12_000)] },
        ...{ cuts: [], gaps: [{ before_chunk: 2, at_ms: 6_000, missing_ms: 30_000 }] },
        doubts: [
          { code: "picture-size", chunk: 0, count: 4, width: 640, height: 360 },
          { code: "coded-size", chunk: 3, count: 1, coded: null, width: 320, height: 360 },
          { code: "play-time", played_ms: 12_000, stated_ms: 40_000 },
        ],
      }),
      valid("chunks 1, 2 and 4", input(gapped), {
        ...{ pictures: 9, parts: [part(0, 1, 0, 6_000), part(3, 3, 6_000, 9_000)] },
        ...{ cuts: [{ chunks: [2, 2], at_ms: 6_000 }], gaps: [] },
      }),
      valid("one chunk of another format than the first", input(await saved(filmed, [3])), { parts: [part(3, 3, 0, 3_000)] }),
      valid("a chunk that goes on with the pictures of the one before", input(await saved(headless, [0, 1, 2, 3])), {
        parts: [part(0, 3, 0, 12_000)],
      }),
      valid(
        "a recording of one picture in each chunk",
        { video: "single", splice: { at: 0, remove: 0, insert: "" } },
        {
          ...{ pictures: 4, parts: [part(0, 3, 0, 4_000)] },
        },
      ),
      valid("a part that begins behind a gap", input(await saved(filmed, [2, 3])), { gaps: [], parts: [part(2, 3, 0, 6_000)] }),
      refuse("no proof", "video-without-proof", joined({ proof: new Uint8Array(0) })),
      refuse("a box with another identifier", "video-without-proof", joined({ proof: flip(proof, 23) })),
      refuse("a box of another type with the identifier", "video-without-proof", joined({ proof: flip(proof, 7) })),
      refuse("a box of size 7 before the proof", "video-without-proof", joined({ proof: concatBytes(u32(7, 0), proof) })),
      refuse(
        "a large box of 15 bytes before the proof",
        "video-without-proof",
        joined({ proof: concatBytes(u32(1, 0, 0, 15), proof) }),
      ),
      refuse("a large proof", "video-without-proof", joined({ proof: mp4Box("free") })),
      refuse(
        "a large box that is cut off in its size",
        "video-without-proof",
        joined({ proof: concatBytes(u32(1), utf8ToBytes("free"), u32(0)) }),
      ),
      refuse(
        "a large box at the end that is longer",
        "truncated",
        joined({ proof: concatBytes(u32(1), utf8ToBytes("free"), u64(17n)) }),
      ),
      refuse("the proof behind 64 boxes", "video-without-proof", joined({ proof: concatBytes(frees(61), proof) })),
      refuse("the proof as the 64th box", "video-form", joined({ proof: concatBytes(frees(60), proof) })),
      refuse("less than a box behind samples", "video-without-proof", joined({ proof: new Uint8Array(7) })),
      refuse("a byte cut off", "truncated", clean.subarray(0, -1)),
      refuse("cut off among the samples", "truncated", clean.subarray(0, clean.length - proof.length - 1)),
      form("a byte behind", { proof: concatBytes(proof, Uint8Array.of(0)) }),
      form("a box behind", { proof: concatBytes(proof, free) }),
      form("a box before the samples", { movie: concatBytes(movie, free) }),
      form("a second proof", { proof: concatBytes(proof, proof) }),
      form("the movie behind the samples", { movie: data, data: movie }),
      form("a box of samples without a movie", { movie: new Uint8Array(0) }),
      form("another brand", { kind: flip(parts.kind, 8) }),
      form("one more brand", { kind: put(concatBytes(parts.kind, utf8ToBytes("mp42")), 0, 36) }),
      form("samples in a box with a short size", {
        data: concatBytes(u32(data.length - 8), utf8ToBytes("mdat"), data.subarray(16)),
        movie: shifted(movie, -8),
      }),
      form("bytes between the head of the samples and them", {
        data: concatBytes(u32(data.length), utf8ToBytes("mdat"), u64(7n), data.subarray(16)),
      }),
      refuse("a proof of no chunk and no bundle", "truncated", joined({ proof: mp4Box("uuid", PROOF_ID, u32(1, 0)) })),
      refuse(
        "a list without a bundle",
        "truncated",
        joined({ proof: mp4Box("uuid", PROOF_ID, u32(1, 4), proof.subarray(32, 32 + 4 * 36)) }),
      ),
      form("a proof without a size", list(0, 0)),
      form("version 2 of the proof", list(24, 2)),
      form("a list that is longer than the box", list(28, 1 + Math.floor((proof.length - 32) / 36))),
      form("a proof of its identifier alone", { proof: mp4Box("uuid", PROOF_ID) }),
      form("one chunk fewer in the list", { proof: put(put(withoutLastRow(proof), 0, proof.length - 36), 28, 3) }),
      refuse(
        "a bundle that does not hold, before anything of the movie",
        "manifest-signature",
        joined({
          movie: flip(movie, 20),
          proof: concatBytes(proof.subarray(0, -bundle.length), unsigned),
        }),
      ),
      refuse(
        "half a bundle",
        "truncated",
        joined({
          proof: put(proof.subarray(0, proof.length - bundle.length / 2), 0, proof.length - bundle.length / 2),
        }),
      ),
      ...["mvhd", "tkhd", "mdhd", "hdlr", "vmhd", "url ", "avc1"].map((name) =>
        form(`another byte in ${name}`, { movie: flip(movie, Buffer.from(movie).indexOf(name) + 8) }),
      ),
      form("no timescale", { movie: put(put(movie, 276, 0), 36, 0) }),
      form("another timescale in one place", { movie: put(movie, 36, 16_001) }),
      form("another duration", { movie: put(put(put(movie, 284, 7), 40 + 4, 7), 8 + 120 + 8 + 8 + 4 + 16 + 8 + 4, 7) }),
      form("a movie that is too short", { movie: put(movie.subarray(0, 300), 0, 300), data }),
      form("a movie without tables", { movie: cut(movie, Buffer.from(movie).indexOf("stts") - 4) }),
      altered("a format without a configuration", { movie: withoutConfiguration(movie) }, 3),
      form("sample entries that are too short", { movie: put(movie, Buffer.from(movie).indexOf("avc1") - 4, 93) }),
      form("sample entries that are too long", { movie: put(movie, Buffer.from(movie).indexOf("stsd") - 4, 0x7fff_ffff) }),
      form("a box behind the tables", { movie: put(concatBytes(movie, free), 0, movie.length + 8), data }),
      form("an empty run of durations", { movie: withRows(movie, "stts", 8, [...rows(movie, "stts", 2), 0, 1]) }),
      form("an empty run among the durations", {
        movie: withRows(movie, "stts", 8, rows(movie, "stts", 2).toSpliced(2, 0, 0, 5)),
      }),
      form("more durations than samples", { movie: withRows(movie, "stts", 8, [...rows(movie, "stts", 2), 1, 1]) }),
      form("fewer durations than samples", { movie: withRows(movie, "stts", 8, rows(movie, "stts", 2).slice(0, -2)) }),
      form("a last run that is longer", {
        movie: withRows(movie, "stts", 8, [...rows(movie, "stts", 2).slice(0, -2), 2, 16_001]),
      }),
      form("a size more than there are samples", { movie: withRows(movie, "stsz", 4, [...rows(movie, "stsz", 1), 0]) }),
      form("a sample that is longer than the file", table("stsz", 11, 0x7fff_ffff)),
      refuse("a chunk without samples, in its place", "video-form", await withEmptyChunk(filmed, bundle)),
      form("a sync sample 0", table("stss", 0, 0)),
      form("a sync sample twice", table("stss", 1, 1)),
      form("a sync sample beyond the last", table("stss", 3, 13)),
      form("chunks that are not counted from 1", table("stsc", 0, 2)),
      form("a chunk of no samples", table("stsc", 1, 0)),
      form("a chunk of more samples than there are", table("stsc", 10, 4)),
      form("a chunk of two thousand million samples", table("stsc", 10, 0x7fff_ffff)),
      form("a chunk of fewer samples", table("stsc", 10, 2)),
      form("a format 0", table("stsc", 2, 0)),
      form("a format 3", table("stsc", 2, 3)),
      form("a small format before the others, which no picture has", {
        movie: withEntries(movie, [small, ...entries], [2, 2, 2, 3]),
      }),
      form("a small format behind the others, which no picture has", {
        movie: withEntries(movie, [...entries, small], [1, 1, 1, 2]),
      }),
      form("formats in another order", { movie: withEntries(movie, entries.toReversed(), [2, 2, 2, 1]) }),
      form("a chunk at another place", table("co64", 3, 1)),
      form("a sample that is longer", table("stsz", 11, 100)),
      form("a sample that is shorter", table("stsz", 11, 1)),
      form("a row more of chunks", { movie: withRows(movie, "stsc", 12, [...rows(movie, "stsc", 3), 5, 1, 1]) }),
      form("a row more of places", { movie: withRows(movie, "co64", 8, [...rows(movie, "co64", 2), 0, 0]) }),
      form("no chunk and no picture", emptied(parts)),
      form("no chunk, no picture and no format", emptied({ ...parts, movie: withEntries(movie, [], []) })),
      refuse("a chunk twice", "video-order", await saved(filmed, [0, 1, 1]), { chunk: 1 }),
      refuse("an earlier chunk behind a later one", "video-order", await saved(filmed, [2, 1]), { chunk: 1 }),
      refuse("a chunk that the recording does not have", "video-order", joined(list(32 + 3 * 36, 4)), { chunk: 4 }),
      refuse("a recording of version 1", "video-uncommitted", await videoFileOf(filmed, { bundle: firstVersion }), { chunk: 0 }),
      refuse("an entry that commits to no video", "video-uncommitted", await saved(without, [0, 1, 2, 3]), { chunk: 1 }),
      refuse("pictures that go on from a chunk that is not here", "video-start", await saved(headless, [0, 2, 3]), { chunk: 2 }),
      refuse("pictures that go on from none", "video-start", await saved(headless, [2, 3]), { chunk: 2 }),
      altered("a bit of a picture", { data: flip(data, samplesOf("picture 1 of chunk 2")) }, 2),
      altered("a bit of the first picture", { data: flip(data, 16) }, 0),
      altered("a bit of a salt", { proof: flip(proof, 32 + 36 + 4) }, 1),
      altered(
        "two pictures exchanged",
        { data: exchanged(data, samplesOf("picture 1 of chunk 2"), samplesOf("picture 2 of chunk 2")) },
        2,
      ),
      altered("a picture that stands longer, and another one shorter", { movie: put(movie, stts, 1, 16_001, 2, 16_000) }, 0),
      altered("another sync sample", table("stss", 1, 5), 1),
      altered("a byte that counts to the next picture", table("stsz", 4, ...moved(movie)), 1),
      altered("another format", table("stsc", 11, 1), 3),
      altered("another configuration", { movie: flip(movie, Buffer.from(movie).lastIndexOf("other")) }, 3),
      altered("another height", { movie: flip(movie, Buffer.from(movie).lastIndexOf("avc1") + 31) }, 3),
      refuse("the index of another chunk", "video-altered", put(gapped, gapped.length - bundle.length - 2 * 36, 2), { chunk: 2 }),
      valid("a configuration of 4 096 bytes", input(await ofFormat({ configuration: longConfiguration(4_096) })), {}),
      refuse(
        "a configuration that is too long, committed to",
        "video-altered",
        await ofFormat({ configuration: longConfiguration(4_097) }),
        { chunk: 0 },
      ),
      refuse("no configuration, committed to", "video-altered", await ofFormat({ configuration: new Uint8Array(0) }), {
        chunk: 0,
      }),
      refuse("no width, committed to", "video-altered", await ofFormat({ width: 0 }), { chunk: 0 }),
      refuse("no height, committed to", "video-altered", await ofFormat({ height: 0 }), { chunk: 0 }),
      ...(await videoDoubts(input)),
      ...(await videoParameters(input)),
    ],
    { clean: base64(clean), single: base64(await videoFileOf(single)) },
  );
}

const proofOf = ({ session }: TestVideoSession): Promise<Uint8Array> =>
  bundleBytes(session.content({ describe: { chunks: [] } }));

const longConfiguration = (length: number): Uint8Array => new Uint8Array(length).fill(1);

/** A video of one chunk of this format, whose entry commits to it. */
async function ofFormat(change: Partial<ChunkVideo["format"]>): Promise<Uint8Array> {
  const options = { chunks: 1, checkpoints: [] };
  const { videos, salt } = buildTestVideoSession("video vectors", options);
  const changed = videos.map((video) => ({ ...video, format: { ...video.format, ...change } }));
  const session = buildTestVideoSession("video vectors", {
    ...options,
    editEntry: (entry) => ({ ...entry, video: commitToVideo(salt(entry.index), changed[entry.index] as ChunkVideo) }),
  });
  return await videoFileOf({ ...session, videos: changed });
}

/** The first bytes of a box, as a box. */
const cut = (bytes: Uint8Array, size: number): Uint8Array => put(bytes.subarray(0, size), 0, size);

/** The movie with nothing in the `avcC` box of its last format. */
function withoutConfiguration(movie: Uint8Array): Uint8Array {
  const buffer = Buffer.from(movie);
  const at = buffer.lastIndexOf("avcC") + 4;
  const removed = buffer.readUInt32BE(at - 8) - 8;
  for (const box of [...ABOVE, "stsd", "avc1", "avcC"]) {
    const head = buffer.lastIndexOf(box) - 4;
    buffer.writeUInt32BE(buffer.readUInt32BE(head) - removed, head);
  }
  return shifted(concatBytes(buffer.subarray(0, at), buffer.subarray(at + removed)), -removed);
}

/** Chunks 1 and 3, and between them the second one with no picture. */
async function withEmptyChunk({ videos, salt }: TestVideoSession, bundle: Uint8Array): Promise<Uint8Array> {
  const builder = createVideoBuilder();
  const data: Uint8Array[] = [];
  for (const index of [0, 1, 2]) {
    const { format, samples } = videos[index] as ChunkVideo;
    const kept = index === 1 ? [] : samples;
    builder.add(index, salt(index), { format, samples: kept });
    data.push(...kept.map(({ bytes }) => bytes));
  }
  return concatBytes(...builder.before(), ...data, ...builder.behind(bundle));
}

/** Sizes of the fifth and sixth sample, with a byte of one in the other. */
function moved(movie: Uint8Array): readonly number[] {
  const [one = 0, other = 0] = rows(movie, "stsz", 1).slice(4, 6);
  return [one - 1, other + 1];
}

/** The box of a proof without the last row of its list of four chunks. */
const withoutLastRow = (proof: Uint8Array): Uint8Array =>
  concatBytes(proof.subarray(0, 32 + 3 * 36), proof.subarray(32 + 4 * 36));

/** Twenty bytes at one place and at another, exchanged. */
function exchanged(bytes: Uint8Array, one: number, other: number): Uint8Array {
  const copy = bytes.slice();
  copy.set(bytes.subarray(one, one + 20), other);
  copy.set(bytes.subarray(other, other + 20), one);
  return copy;
}

/** A file of no chunks, in the right form but for that. */
function emptied({ movie, proof }: Parts): Partial<Parts> {
  let none = movie;
  for (const [name, rowBytes] of [
    ["stts", 8],
    ["stss", 4],
    ["stsz", 4],
    ["stsc", 12],
    ["co64", 8],
  ] as const)
    none = withRows(none, name, rowBytes, []);
  const zero = (at: number): void => void (none = concatBytes(none.subarray(0, at), u64(0n), none.subarray(at + 8)));
  for (const at of [40, 8 + 120 + 8 + 8 + 4 + 16 + 8, 280]) zero(at);
  const bundle = proof.subarray(32 + 4 * 36);
  return {
    movie: none,
    data: concatBytes(u32(1), utf8ToBytes("mdat"), u64(16n)),
    proof: mp4Box("uuid", PROOF_ID, u32(1, 0), bundle),
  };
}
