/** Kinds of records in a plain chunk (docs/formats, chunk container). */
export const RECORD = { init: 1, video: 2, events: 3 } as const;
export type RecordKind = (typeof RECORD)[keyof typeof RECORD];
export const RECORD_HEADER_BYTES = 5;

/** One record of an opened chunk, as `readRecords` of `@lucid/identity` returns it. */
export interface PlainRecord {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Writes a record made of several pieces at `at` and returns where the next one starts. */
export function writeRecord(target: Uint8Array, at: number, kind: RecordKind, pieces: readonly Uint8Array[]): number {
  let end = at + RECORD_HEADER_BYTES;
  for (const piece of pieces) {
    target.set(piece, end);
    end += piece.length;
  }
  const header = new DataView(target.buffer, target.byteOffset + at, RECORD_HEADER_BYTES);
  header.setUint8(0, kind);
  header.setUint32(1, end - at - RECORD_HEADER_BYTES);
  return end;
}
