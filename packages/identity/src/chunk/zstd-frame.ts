export interface ZstdFrame {
  /** Memory a decoder needs for it. */
  readonly windowBytes: number;
  /** Where the frame ends, its check sum included. */
  readonly endsAt: number;
}

const MAGIC = 0xfd2fb528;
const RLE = 1;
const DICTIONARY_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];

/**
 * Walks the Zstandard frame at the start of `bytes` (RFC 8878 3.1.1) without decoding it, or answers
 * undefined when there is none or it is cut short. A decoder believes these numbers: look first.
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
  const singleSegment = (descriptor & 0x20) !== 0;
  const sizeBytes = CONTENT_SIZE_BYTES[descriptor >> 6] || (singleSegment ? 1 : 0);
  const sizeAt = 5 + (singleSegment ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] as number);
  const windowBytes = singleSegment ? contentSize(view, sizeAt, sizeBytes) : windowSize(view.getUint8(5));
  let at = sizeAt + sizeBytes;
  for (let last = false; !last; ) {
    const head = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    last = (head & 1) === 1;
    at += 3 + (((head >> 1) & 3) === RLE ? 1 : head >> 3);
  }
  const endsAt = at + ((descriptor & 4) === 0 ? 0 : 4);
  return endsAt <= view.byteLength ? { windowBytes, endsAt } : undefined;
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
