export interface ZstdFrame {
  /** Memory a decoder needs for it. */
  readonly windowBytes: number;
  /** Where the frame ends, its check sum included. */
  readonly endsAt: number;
  /** Bytes of its content, where it says so. */
  readonly contentBytes: number | undefined;
  /** Lower 32 bits of its content's XXH64, where it has a check sum. */
  readonly checksum: number | undefined;
}

const MAGIC = 0xfd2fb528;
const RLE = 1;
const DESCRIPTOR = { reserved: 0x08, checksum: 0x04, singleSegment: 0x20 } as const;
const DICTIONARY_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];

/**
 * Walks the Zstandard frame at the start of `bytes` (RFC 8878 3.1.1) without decoding it, or answers
 * undefined when there is none, it is cut short, or it needs a dictionary. A decoder believes these numbers: look first.
 */
export function readZstdFrame(bytes: Uint8Array): ZstdFrame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return view.getUint32(0, true) === MAGIC ? walk(view) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function walk(view: DataView): ZstdFrame | undefined {
  const descriptor = view.getUint8(4);
  const singleSegment = (descriptor & DESCRIPTOR.singleSegment) !== 0;
  const sizeBytes = CONTENT_SIZE_BYTES[descriptor >> 6] || (singleSegment ? 1 : 0);
  const dictionaryAt = 5 + (singleSegment ? 0 : 1);
  const sizeAt = dictionaryAt + (DICTIONARY_BYTES[descriptor & 3] as number);
  for (let at = dictionaryAt; at < sizeAt; at += 1) if (view.getUint8(at) !== 0) return undefined;
  const contentBytes = sizeBytes === 0 ? undefined : contentSize(view, sizeAt, sizeBytes);
  const windowBytes = singleSegment ? (contentBytes ?? 0) : windowSize(view.getUint8(5));
  let at = sizeAt + sizeBytes;
  for (let last = false; !last; ) {
    const head = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    last = (head & 1) === 1;
    at += 3 + (((head >> 1) & 3) === RLE ? 1 : head >> 3);
  }
  const hasChecksum = (descriptor & DESCRIPTOR.checksum) !== 0;
  const endsAt = at + (hasChecksum ? 4 : 0);
  if (endsAt > view.byteLength || (descriptor & DESCRIPTOR.reserved) !== 0) return undefined;
  return { windowBytes, endsAt, contentBytes, checksum: hasChecksum ? view.getUint32(at, true) : undefined };
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(view: DataView, at: number, bytes: number): number {
  switch (bytes) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
