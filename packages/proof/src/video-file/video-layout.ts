import { concatBytes, hexToBytes } from "../encoding/bytes.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { VideoFormat } from "../video/chunk-video.ts";

/** Identifier of the box that carries a proof: the `uuid` box of ISO/IEC 14496-12, 11.1. */
export const PROOF_BOX_ID = hexToBytes("1c8ee7b05c6a4bb29f1d6c756369642e");
/** Version of what is in that box, and with it of the whole file. */
export const PROOF_BOX_VERSION = 1;
/** Before the list of chunks in that box: size, type, identifier, version, number of chunks. */
export const PROOF_HEAD_BYTES = 32;
/** Each of them: its index and its salt. */
export const PROOF_CHUNK_BYTES = 36;

/** Most sample entries: takes with other settings have other parameter sets. */
export const MAX_FORMATS = 256;
/** Most pictures in one file: six days at 30 a second. */
export const MAX_SAMPLES = 2 ** 24;

/** The tables that follow from the samples, in the order of the file, and the bytes of one row. */
export const TABLE_ROW_BYTES = { stts: 8, stss: 4, stsz: 4, stsc: 12, co64: 8 } as const;
export type TableName = keyof typeof TABLE_ROW_BYTES;
export const tableNames = Object.keys(TABLE_ROW_BYTES) as readonly TableName[];

/** What the bytes of a movie box follow from, but for its tables. */
export interface MovieShape {
  /** Sample entries, in the order of their first use. */
  readonly formats: readonly VideoFormat[];
  readonly timescale: number;
  /** Of all samples, in units of the timescale. */
  readonly duration: bigint;
  /** Rows of each table. */
  readonly rows: Readonly<Record<TableName, number>>;
}

export interface Table {
  readonly name: TableName;
  readonly size: number;
}

/** Bytes, or a table that stands in their place. */
type Piece = Uint8Array | Table;

const lengthOf = (piece: Piece): number => (piece instanceof Uint8Array ? piece.length : piece.size);
const lengthOfAll = (pieces: readonly Piece[]): number => pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);

export function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setUint32(4 * at, value);
  return bytes;
}

export function u64(...values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setBigUint64(8 * at, value);
  return bytes;
}

const box = (type: string, ...content: readonly Piece[]): Piece[] => [u32(8 + lengthOfAll(content)), utf8(type), ...content];

/** The first box of the file. */
export const FILE_TYPE = concatBytes(u32(32), utf8("ftypisom"), u32(512), utf8("isomiso2avc1mp41"));
/** Before the samples: a box whose size has 64 bits. */
export const DATA_HEAD_BYTES = 16;
export const dataHead = (size: bigint): Uint8Array => concatBytes(u32(1), utf8("mdat"), u64(BigInt(DATA_HEAD_BYTES) + size));

const MATRIX = u32(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000);
/** Version 1: times and durations of 64 bits. */
const VERSION_1 = 0x0100_0000;
/** Enabled, and in the movie. */
const TRACK_FLAGS = 3;
const UNDETERMINED_LANGUAGE = 0x55c4_0000;
const DPI_72 = 0x48_0000;

/** The movie box: bytes that follow from its shape, and the tables between them. */
export function movieBox(shape: MovieShape): readonly Piece[] {
  const { timescale, duration } = shape;
  const [{ width, height } = { width: 0, height: 0 }] = shape.formats;
  const dates = u64(0n, 0n);
  const movie = box(
    "mvhd",
    ...[u32(VERSION_1), dates, u32(timescale), u64(duration)],
    ...[u32(0x1_0000, 0x0100_0000, 0, 0), MATRIX, u32(0, 0, 0, 0, 0, 0, 2)],
  );
  const track = box(
    "tkhd",
    ...[u32(VERSION_1 + TRACK_FLAGS), dates, u32(1, 0), u64(duration)],
    ...[u32(0, 0, 0, 0), MATRIX, u32(width * 65_536, height * 65_536)],
  );
  const media = box("mdhd", u32(VERSION_1), dates, u32(timescale), u64(duration), u32(UNDETERMINED_LANGUAGE));
  const handler = box("hdlr", u32(0, 0), utf8("vide"), u32(0, 0, 0), utf8("Lucid\0"));
  const place = box("dinf", ...box("dref", u32(0, 1), ...box("url ", u32(1))));
  const samples = box(
    "stbl",
    ...box("stsd", u32(0, shape.formats.length), ...shape.formats.flatMap(sampleEntry)),
    ...tables(shape),
  );
  const information = box("minf", ...box("vmhd", u32(1, 0, 0)), ...place, ...samples);
  return box("moov", ...movie, ...box("trak", ...track, ...box("mdia", ...media, ...handler, ...information)));
}

/** Size of the movie box. */
export const movieBytes = (shape: MovieShape): number => lengthOfAll(movieBox(shape));

const tables = ({ rows }: MovieShape): Piece[] =>
  tableNames.flatMap((name) => {
    const table: Table = { name, size: rows[name] * TABLE_ROW_BYTES[name] };
    return box(name, name === "stsz" ? u32(0, 0, rows[name]) : u32(0, rows[name]), table);
  });

/** `avc1` with its `avcC` and nothing else. */
function sampleEntry({ width, height, configuration }: VideoFormat): Piece[] {
  return box(
    "avc1",
    ...[u32(0, 1, 0, 0, 0, 0), u32(width * 65_536 + height, DPI_72, DPI_72, 0), u32(0x1_0000)],
    ...[new Uint8Array(30), u32(0x18_ffff)],
    ...box("avcC", configuration),
  );
}
