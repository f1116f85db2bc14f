import { readExactly } from "../bundle/archive-reader.ts";
import type { ByteSource } from "../byte-source.ts";
import { equalBytes } from "../encoding/bytes.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { viewOf } from "../video/boxes.ts";
import { MAX_CONFIGURATION_BYTES, type VideoFormat } from "../video/chunk-video.ts";
import type { Span } from "./find-proof.ts";
import {
  MAX_FORMATS,
  MAX_SAMPLES,
  type MovieShape,
  movieBox,
  TABLE_ROW_BYTES,
  type TableName,
  tableNames,
} from "./video-layout.ts";

export interface Movie {
  readonly shape: MovieShape;
  /** Where the rows of each table begin in the file. */
  readonly tables: Readonly<Record<TableName, number>>;
}

/** Of a sample entry: what stands before its width, and before the content of its `avcC`. */
const WIDTH_AT = 32;
const CONFIGURATION_AT = 94;
const DESCRIPTIONS_HEAD_BYTES = 16;
const TABLE_HEAD_BYTES = 16;
/** Of the media header's timescale, which the duration follows. */
const TIMESCALE_AT = 276;

const EMPTY: MovieShape = { formats: [], timescale: 0, duration: 0n, rows: { stts: 0, stss: 0, stsz: 0, stsc: 0, co64: 0 } };
/** Of the sample descriptions: all before them has the same length in every file. */
const DESCRIPTIONS_AT = (() => {
  let at = 0;
  for (const piece of movieBox(EMPTY)) {
    if (!(piece instanceof Uint8Array)) break;
    at += piece.length;
  }
  return at - TABLE_HEAD_BYTES - DESCRIPTIONS_HEAD_BYTES;
})();

const otherForm = (detail: string) => failed("video-form", { detail });

/**
 * Reads a movie box but for the rows of its tables: takes the numbers out that its bytes follow from, and compares every
 * other byte. What is read at once is bounded by the formats, not by the box.
 */
export async function readMovie(source: ByteSource, box: Span): Promise<Outcome<Movie>> {
  const read = (at: number, length: number): Promise<Uint8Array> | undefined =>
    at + length > box.size ? undefined : readExactly(source, box.offset + at, length);
  const head = await read(0, DESCRIPTIONS_AT + DESCRIPTIONS_HEAD_BYTES);
  if (head === undefined) return otherForm("moov is too short");
  const view = viewOf(head);
  const size = view.getUint32(DESCRIPTIONS_AT);
  if (size > DESCRIPTIONS_HEAD_BYTES + MAX_FORMATS * (CONFIGURATION_AT + MAX_CONFIGURATION_BYTES))
    return otherForm("stsd is too large");
  const formats = formatsOf((await read(DESCRIPTIONS_AT, size)) ?? new Uint8Array(0));
  if (formats === undefined) return otherForm("stsd");

  const rows = { ...EMPTY.rows };
  const tables = { ...EMPTY.rows };
  let at = DESCRIPTIONS_AT + size;
  for (const name of tableNames) {
    at += name === "stsz" ? TABLE_HEAD_BYTES + 4 : TABLE_HEAD_BYTES;
    const count = await read(at - 4, 4);
    if (count === undefined) return otherForm(`${name} is missing`);
    rows[name] = viewOf(count).getUint32(0);
    tables[name] = box.offset + at;
    at += rows[name] * TABLE_ROW_BYTES[name];
  }
  if (rows.stsz > MAX_SAMPLES) return failed("too-large", { detail: `${rows.stsz} samples` });
  const timescale = view.getUint32(TIMESCALE_AT);
  const shape = { formats, timescale, duration: view.getBigUint64(TIMESCALE_AT + 4), rows };
  return (await isOfShape(shape, box, read)) ? passed({ shape, tables }) : otherForm("moov");
}

async function isOfShape(
  shape: MovieShape,
  box: Span,
  read: (at: number, length: number) => Promise<Uint8Array> | undefined,
): Promise<boolean> {
  if (shape.timescale === 0) return false;
  let at = 0;
  for (const piece of movieBox(shape)) {
    if (!(piece instanceof Uint8Array)) {
      at += piece.size;
      continue;
    }
    const found = await read(at, piece.length);
    if (found === undefined || !equalBytes(found, piece)) return false;
    at += piece.length;
  }
  return at === box.size;
}

/** The formats that a box of sample descriptions names; undefined when it is too short for what it says. */
function formatsOf(box: Uint8Array): VideoFormat[] | undefined {
  const view = viewOf(box);
  const formats: VideoFormat[] = [];
  for (let at = DESCRIPTIONS_HEAD_BYTES; at < box.length; ) {
    const left = box.length - at;
    const size = left < CONFIGURATION_AT ? 0 : view.getUint32(at);
    if (size < CONFIGURATION_AT || size > left || formats.length === MAX_FORMATS) return undefined;
    formats.push({
      width: view.getUint16(at + WIDTH_AT),
      height: view.getUint16(at + WIDTH_AT + 2),
      timescale: 0,
      configuration: box.subarray(at + CONFIGURATION_AT, at + size),
    });
    at += size;
  }
  return formats;
}
