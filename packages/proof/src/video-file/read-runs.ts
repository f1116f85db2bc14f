import { readExactly } from "../bundle/archive-reader.ts";
import type { ByteSource } from "../byte-source.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { viewOf } from "../video/boxes.ts";
import { MAX_CHUNK_SAMPLES } from "../video/chunk-video.ts";
import type { VideoPlaces } from "./find-proof.ts";
import type { Movie } from "./read-movie.ts";
import { createDurations, createSyncs, createTableRows } from "./table-rows.ts";
import { PROOF_CHUNK_BYTES, TABLE_ROW_BYTES, type TableName } from "./video-layout.ts";

/** The samples of one chunk as the tables of the movie say, and where they are. */
export interface SampleRun {
  /** Index of the chunk that they are said to be of, and the salt of its commitment. */
  readonly index: number;
  readonly salt: Uint8Array;
  /** Sample entry, from 0. */
  readonly format: number;
  /** Units of the timescale. */
  readonly durations: Uint32Array;
  readonly sizes: Uint32Array;
  /** 1 for a sync sample. */
  readonly syncs: Uint8Array;
  /** Of the first sample's bytes in the file; the others follow. */
  readonly offset: number;
  /** Of all samples. */
  readonly bytes: number;
}

const otherForm = (detail: string) => failed("video-form", { detail });

/**
 * Reads the tables of a movie side by side, chunk after chunk; never more of them than one chunk has. The last outcome is
 * a failure when tables, list and samples do not fit each other.
 */
export async function* readRuns(source: ByteSource, places: VideoPlaces, movie: Movie): AsyncGenerator<Outcome<SampleRun>> {
  const { rows, formats } = movie.shape;
  const count = places.chunks.count;
  const table = (name: TableName) => createTableRows(source, movie.tables[name], TABLE_ROW_BYTES[name], rows[name]);
  const list = createTableRows(source, places.chunks.offset, PROOF_CHUNK_BYTES, count);
  const [groups, offsets, durations, syncs] = [
    table("stsc"),
    table("co64"),
    createDurations(table("stts")),
    createSyncs(table("stss")),
  ];
  const end = places.data.offset + places.data.size;
  let [offset, before, duration] = [places.data.offset, 0, 0n];

  if (groups.count !== count || offsets.count !== count) return yield otherForm("tables of another number of chunks");
  for (let number = 0; number < count; number += 1) {
    const group = await groups.row(number);
    const samples = group.getUint32(4);
    const format = group.getUint32(8) - 1;
    if (group.getUint32(0) !== number + 1 || format < 0 || format >= formats.length) return yield otherForm("stsc");
    if (samples < 1 || samples > Math.min(MAX_CHUNK_SAMPLES, rows.stsz - before)) return yield otherForm("samples of a chunk");
    if ((await offsets.row(number)).getBigUint64(0) !== BigInt(offset)) return yield otherForm("co64");
    const sizes = await readSizes(source, movie.tables.stsz + 4 * before, samples);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (bytes > end - offset) return yield otherForm("samples that are not there");
    const lengths = await durations.take(samples);
    if (lengths === undefined) return yield otherForm("stts");
    const entry = await list.row(number);
    const salt = new Uint8Array(entry.buffer, entry.byteOffset + 4, PROOF_CHUNK_BYTES - 4);
    const flags = await syncs.take(samples);
    yield passed({ index: entry.getUint32(0), salt, format, durations: lengths, sizes, syncs: flags, offset, bytes });
    offset += bytes;
    before += samples;
    for (const length of lengths) duration += BigInt(length);
  }
  if (before !== rows.stsz || !durations.isAtEnd() || !syncs.isAtEnd()) yield otherForm("tables of more samples");
  else if (offset !== end) yield otherForm("bytes that are no sample");
  else if (duration !== movie.shape.duration) yield otherForm("another duration");
}

async function readSizes(source: ByteSource, offset: number, count: number): Promise<Uint32Array> {
  const view = viewOf(await readExactly(source, offset, 4 * count));
  return Uint32Array.from({ length: count }, (_, at) => view.getUint32(4 * at));
}
