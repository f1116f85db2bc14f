/** A box of ISO/IEC 14496-12 inside bytes; `start` and `end` enclose its content. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Bytes that are not the video they should be. */
export class UnreadableVideo extends Error {}

const HEAD_BYTES = 8;

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const typeAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** The boxes that fill `bytes` from `start` to `end`, with sizes of 32 bits. @throws UnreadableVideo when they do not. */
export function* boxesIn(bytes: Uint8Array, start = 0, end = bytes.length): Generator<Box> {
  const view = viewOf(bytes);
  for (let at = start; at < end; ) {
    const size = end - at < HEAD_BYTES ? 0 : view.getUint32(at);
    if (size < HEAD_BYTES || size > end - at) throw new UnreadableVideo("a box does not fit where it stands");
    yield { type: typeAt(bytes, at + 4), start: at + HEAD_BYTES, end: at + size };
    at += size;
  }
}

/** The one box at the end of a path of types, each of which stands there once. @throws UnreadableVideo */
export function boxAt(bytes: Uint8Array, within: Pick<Box, "start" | "end">, ...path: readonly string[]): Box {
  const [type, ...rest] = path;
  let found: Box | undefined;
  for (const box of boxesIn(bytes, within.start, within.end)) {
    if (box.type !== type) continue;
    if (found !== undefined) throw new UnreadableVideo(`more than one box ${type}`);
    found = box;
  }
  if (found === undefined) throw new UnreadableVideo(`no box ${type}`);
  return rest.length === 0 ? found : boxAt(bytes, found, ...rest);
}

/** Reads a box's numbers one after the other and never over its end. */
export function fieldsOf(bytes: Uint8Array, box: Pick<Box, "start" | "end">) {
  const view = viewOf(bytes);
  let at = box.start;
  const take = (length: number): number => {
    if (length > box.end - at) throw new UnreadableVideo("a box is too short");
    at += length;
    return at - length;
  };
  return {
    skip: (length: number): void => void take(length),
    u16: (): number => view.getUint16(take(2)),
    u32: (): number => view.getUint32(take(4)),
    u64: (): bigint => view.getBigUint64(take(8)),
    at: (): number => at,
  };
}
