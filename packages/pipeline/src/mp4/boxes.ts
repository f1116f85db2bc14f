import { pipelineErrors } from "@lucid/contract";

/** A box of ISO/IEC 14496-12 inside a larger run of bytes; `start` and `end` enclose its content. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** More children than any box of a fragmented MP4 has: a stop for made-up files. */
const MAX_CHILDREN = 256;

export const invalidVideo = (detail: string): Error => pipelineErrors.VIDEO_INVALID({ detail });

/** Type and whole size of the box whose header starts at `at`; undefined while the header is not complete. */
export function readBoxHeader(
  bytes: Buffer,
  at: number,
  end: number,
): { type: string; header: number; size: number } | undefined {
  if (end - at < 8) return undefined;
  const size = bytes.readUInt32BE(at);
  const type = bytes.toString("latin1", at + 4, at + 8);
  if (size === 0) throw invalidVideo(`The box ${printable(type)} has no end`);
  if (size !== 1) {
    if (size < 8) throw invalidVideo(`The box ${printable(type)} is smaller than its header`);
    return { type, header: 8, size };
  }
  if (end - at < 16) return undefined;
  const large = bytes.readBigUInt64BE(at + 8);
  if (large < 16n || large > BigInt(Number.MAX_SAFE_INTEGER))
    throw invalidVideo(`The box ${printable(type)} has an impossible size`);
  return { type, header: 16, size: Number(large) };
}

/** The boxes between `start` and `end`, which they must fill exactly. */
export function readBoxes(bytes: Buffer, start = 0, end = bytes.length): Box[] {
  const boxes: Box[] = [];
  let at = start;
  while (at < end) {
    const found = readBoxHeader(bytes, at, end);
    if (!found || at + found.size > end) throw invalidVideo("A box reaches over the end of its parent");
    if (boxes.length === MAX_CHILDREN) throw invalidVideo("A box has too many children");
    boxes.push({ type: found.type, start: at + found.header, end: at + found.size });
    at += found.size;
  }
  return boxes;
}

/** The one child of this type. @throws LucidError VIDEO_INVALID when there is none or more than one. */
export function childOf(boxes: readonly Box[], type: string): Box {
  const [box, second] = boxes.filter((candidate) => candidate.type === type);
  if (!box || second) throw invalidVideo(`${box ? "More than one" : "No"} box ${type}`);
  return box;
}

/** Follows a path of single children downwards from `boxes`. */
export function descend(bytes: Buffer, boxes: readonly Box[], ...path: readonly string[]): Box {
  const [first = "", ...rest] = path;
  const box = childOf(boxes, first);
  return rest.length === 0 ? box : descend(bytes, readBoxes(bytes, box.start, box.end), ...rest);
}

/** Reader of a box's content that refuses to read over its end. */
export function fieldsOf(bytes: Buffer, box: Box, skip = 0) {
  let at = box.start + skip;
  const take = (length: number): number => {
    const from = at;
    at += length;
    if (at > box.end) throw invalidVideo(`The box ${printable(box.type)} is too short`);
    return from;
  };
  return {
    u8: () => bytes.readUInt8(take(1)),
    u16: () => bytes.readUInt16BE(take(2)),
    u32: () => bytes.readUInt32BE(take(4)),
    i32: () => bytes.readInt32BE(take(4)),
    u64: () => {
      const value = bytes.readBigUInt64BE(take(8));
      if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw invalidVideo(`A number in ${printable(box.type)} is too large`);
      return Number(value);
    },
    skip: (length: number) => void take(length),
    remaining: () => box.end - at,
    at: () => at,
  };
}

const printable = (type: string): string => JSON.stringify(type);
