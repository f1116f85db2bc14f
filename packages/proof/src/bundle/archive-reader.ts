import type { ByteSource, Cancellation } from "../byte-source.ts";
import { allZero } from "../encoding/bytes.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { decodeTarHeader, paddingOf, TAR_BLOCK_BYTES, type TarHeader } from "./tar.ts";

/** Where a part's bytes are in the file. */
export interface PartPlace extends TarHeader {
  readonly offset: number;
}

/** Walks a strict archive part by part. Failures do not name a part unless its header could be read. */
export interface ArchiveReader {
  /** The next part's header, or undefined at the end of the archive. Does not move on. */
  peek(): Promise<Outcome<PartPlace | undefined>>;
  /** The next header as it stands, for saying which part a damaged one belonged to. */
  rawHeader(): Promise<Outcome<Uint8Array>>;
  /** Moves behind the part that `peek` showed, whose padding must be zero. */
  skip(part: PartPlace): Promise<Outcome<undefined>>;
}

/** Reads exactly `length` bytes; throws when the source gives another number, which breaks its promise. */
export async function readExactly(source: ByteSource, offset: number, length: number, memory?: Uint8Array): Promise<Uint8Array> {
  const bytes = await source.read(offset, length, memory);
  if (bytes.length !== length) throw new Error(`byte source gave ${bytes.length} bytes instead of ${length} at ${offset}`);
  return bytes;
}

export function createArchiveReader(source: ByteSource, signal?: Cancellation): ArchiveReader {
  let position = 0;
  /** Bytes read ahead at `position`: the header after a part comes with the part's padding. */
  let ahead: Uint8Array | undefined;

  async function rawHeader(): Promise<Outcome<Uint8Array>> {
    signal?.throwIfAborted();
    if (position + TAR_BLOCK_BYTES > source.size) return failed("truncated");
    ahead ??= await readExactly(source, position, TAR_BLOCK_BYTES);
    return passed(ahead);
  }

  return {
    rawHeader,
    async peek() {
      const block = await rawHeader();
      if (!block.ok) return block;
      if (allZero(block.value)) return endOf();
      const entry = decodeTarHeader(block.value);
      if (entry === undefined) return failed("archive-header", { detail: `at byte ${position}` });
      const offset = position + TAR_BLOCK_BYTES;
      if (offset + entry.size + paddingOf(entry.size) > source.size) return failed("truncated", { part: entry.name });
      return passed({ ...entry, offset });
    },
    async skip(part) {
      const end = part.offset + part.size;
      const padding = paddingOf(part.size);
      const tail = await readExactly(source, end, Math.min(padding + TAR_BLOCK_BYTES, source.size - end));
      if (!allZero(tail.subarray(0, padding))) return failed("archive-padding", { part: part.name });
      position = end + padding;
      ahead = tail.length === padding + TAR_BLOCK_BYTES ? tail.subarray(padding) : undefined;
      return passed(undefined);
    },
  };

  /** The end is exactly two zero blocks. */
  async function endOf(): Promise<Outcome<undefined>> {
    const rest = source.size - position;
    if (rest < 2 * TAR_BLOCK_BYTES) return failed("truncated");
    if (rest > 2 * TAR_BLOCK_BYTES) return failed("archive-end", { detail: `${rest - 2 * TAR_BLOCK_BYTES} bytes too many` });
    const last = await readExactly(source, position + TAR_BLOCK_BYTES, TAR_BLOCK_BYTES);
    return allZero(last) ? passed(undefined) : failed("archive-end");
  }
}
