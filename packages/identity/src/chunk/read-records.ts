import { IdentityError } from "../identity-error.ts";

/** What a plain chunk is made of: `type u8 | length u32 big endian | bytes`, again and again. */
export const RECORD = {
  /** Video initialization segment (ftyp and moov): the first record of every chunk. */
  videoInit: 1,
  /** One or more video fragments (moof and mdat). */
  video: 2,
  /** Events as UTF-8 JSON lines. */
  events: 3,
} as const;
export type RecordType = (typeof RECORD)[keyof typeof RECORD];

export interface ChunkRecord {
  readonly type: RecordType;
  /** A view of the plain bytes, not a copy. */
  readonly bytes: Uint8Array;
}

const HEAD_BYTES = 5;
/** Most records of one chunk: a recorder writes three. Each is an object, and there is room for millions of empty ones. */
const MAX_RECORDS = 65_536;

/**
 * Splits a plain chunk. Records of types that a later recorder may write are passed over.
 * @throws IdentityError `chunk-content` where it is cut inside a record, or has too many of them.
 */
export function readRecords(plain: Uint8Array): ChunkRecord[] {
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const records: ChunkRecord[] = [];
  let at = 0;
  for (let count = 0; at < plain.length; count += 1) {
    if (count >= MAX_RECORDS) throw new IdentityError("chunk-content", { detail: `more than ${MAX_RECORDS} records` });
    if (plain.length - at < HEAD_BYTES) throw new IdentityError("chunk-content", { detail: "cut inside a record's head" });
    const type = view.getUint8(at);
    const start = at + HEAD_BYTES;
    at = start + view.getUint32(at + 1);
    if (at > plain.length) throw new IdentityError("chunk-content", { detail: "cut inside a record" });
    if (isRecordType(type)) records.push({ type, bytes: plain.subarray(start, at) });
  }
  return records;
}

const isRecordType = (type: number): type is RecordType => Object.values<number>(RECORD).includes(type);
