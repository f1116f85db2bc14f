import { concatBytes } from "@noble/hashes/utils.js";
import { mp4Box, u32 } from "../proof/test-video.ts";

/** Where the number of rows of a table stands in a movie box; its rows follow. */
export function rowsAt(movie: Uint8Array, name: string): number {
  return Buffer.from(movie.buffer, movie.byteOffset, movie.byteLength).indexOf(name) + (name === "stsz" ? 12 : 8);
}

export function put(bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(u32(...values), at);
  return copy;
}

/** Boxes that hold a table, and what is added to their sizes when it grows. */
export const ABOVE = ["moov", "trak", "mdia", "minf", "stbl"];

/** A table with these rows in the place of its own; all sizes and the places of the samples follow. */
export function withRows(movie: Uint8Array, name: string, rowBytes: number, rows: readonly number[]): Uint8Array {
  const buffer = Buffer.from(movie);
  const at = rowsAt(movie, name);
  const before = buffer.readUInt32BE(at) * rowBytes;
  const table = u32((4 * rows.length) / rowBytes, ...rows);
  const grown = table.length - 4 - before;
  for (const box of [...ABOVE, name]) {
    const head = buffer.indexOf(box) - 4;
    buffer.writeUInt32BE(buffer.readUInt32BE(head) + grown, head);
  }
  const changed = concatBytes(buffer.subarray(0, at), table, buffer.subarray(at + 4 + before));
  return shifted(changed, grown);
}

/** The movie box of a file whose samples begin so many bytes later. */
export function shifted(movie: Uint8Array, bytes: number): Uint8Array {
  const buffer = Buffer.from(movie);
  const at = rowsAt(movie, "co64");
  for (let row = 0; row < buffer.readUInt32BE(at); row += 1) {
    const place = at + 4 + 8 * row;
    buffer.writeBigUInt64BE(buffer.readBigUInt64BE(place) + BigInt(bytes), place);
  }
  return new Uint8Array(buffer);
}

/** The numbers of a table, so many to a row. */
export function rows(movie: Uint8Array, name: string, numbers: number): number[] {
  const view = new DataView(movie.buffer, movie.byteOffset, movie.byteLength);
  const at = rowsAt(movie, name);
  return Array.from({ length: numbers * view.getUint32(at) }, (_, number) => view.getUint32(at + 4 + 4 * number));
}

/** Where width and height stand in a sample entry, and in a movie box. */
export const ENTRY_SIZE_AT = 32;
const MOVIE_SIZE_AT = 8 + 120 + 8 + 104 - 8;

export function entriesOf(movie: Uint8Array): Uint8Array[] {
  const buffer = Buffer.from(movie);
  const at = buffer.indexOf("stsd") - 4;
  const end = at + buffer.readUInt32BE(at);
  const found: Uint8Array[] = [];
  for (let place = at + 16; place < end; place += buffer.readUInt32BE(place))
    found.push(movie.subarray(place, place + buffer.readUInt32BE(place)));
  return found;
}

/** The movie with these sample entries; its size is that of the first one, and the chunks have them by these numbers. */
export function withEntries(movie: Uint8Array, entries: readonly Uint8Array[], numbers: readonly number[]): Uint8Array {
  const buffer = Buffer.from(movie);
  const at = buffer.indexOf("stsd") - 4;
  const end = at + buffer.readUInt32BE(at);
  const descriptions = mp4Box("stsd", u32(0, entries.length), ...entries);
  const grown = at + descriptions.length - end;
  for (const box of ABOVE) {
    const head = buffer.indexOf(box) - 4;
    buffer.writeUInt32BE(buffer.readUInt32BE(head) + grown, head);
  }
  const [first = new Uint8Array(ENTRY_SIZE_AT + 4)] = entries;
  const size = new DataView(first.buffer, first.byteOffset + ENTRY_SIZE_AT, 4);
  const sized = put(buffer, MOVIE_SIZE_AT, size.getUint16(0) * 65_536, size.getUint16(2) * 65_536);
  const changed = shifted(concatBytes(sized.subarray(0, at), descriptions, sized.subarray(end)), grown);
  const groups = rows(changed, "stsc", 3).map((number, place) => (place % 3 === 2 ? (numbers[(place - 2) / 3] ?? 0) : number));
  return withRows(changed, "stsc", 12, groups);
}
