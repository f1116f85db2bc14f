import type { ByteSource, Cancellation } from "../byte-source.ts";
import { allZero } from "../encoding/bytes.ts";
import { type FailureContext, failed, type Outcome, passed } from "../outcome.ts";
import { decodeTarHeader, paddingOf, TAR_BLOCK_BYTES, type TarHeader } from "./tar.ts";

/** Where a part's bytes are in the file. */
export interface PartPlace extends TarHeader {
  readonly offset: number;
}

/** Walks a strict archive part by part. `context` of each call names what is expected there, for failures. */
export interface ArchiveReader {
  /** The next part's header, or undefined at the end of the archive. Does not move on. */
  peek(context: FailureContext): Promise<Outcome<PartPlace | undefined>>;
  /** Moves behind the part that `peek` showed, whose padding must be zero. */
  skip(part: PartPlace, context: FailureContext): Promise<Outcome<undefined>>;
}

/** Reads exactly `length` bytes; throws when the source gives another number, which breaks its promise. */
export async function readExactly(source: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await source.read(offset, length);
  if (bytes.length !== length) throw new Error(`byte source gave ${bytes.length} bytes instead of ${length} at ${offset}`);
  return bytes;
}

export function createArchiveReader(source: ByteSource, signal?: Cancellation): ArchiveReader {
  let position = 0;
  /** Bytes read ahead at `position`: the header after a part comes with the part's padding. */
  let ahead: Uint8Array | undefined;

  async function header(context: FailureContext): Promise<Outcome<Uint8Array>> {
    signal?.throwIfAborted();
    if (position + TAR_BLOCK_BYTES > source.size) return failed("truncated", context);
    ahead ??= await readExactly(source, position, TAR_BLOCK_BYTES);
    return passed(ahead);
  }

  return {
    async peek(context) {
      const block = await header(context);
      if (!block.ok) return block;
      if (allZero(block.value)) return endOf(context);
      const entry = decodeTarHeader(block.value);
      if (entry === undefined) return failed("archive-header", { detail: `at byte ${position}`, ...context });
      const offset = position + TAR_BLOCK_BYTES;
      if (offset + entry.size + paddingOf(entry.size) > source.size) return failed("truncated", context);
      return passed({ ...entry, offset });
    },
    async skip(part, context) {
      const end = part.offset + part.size;
      const padding = paddingOf(part.size);
      const length = Math.min(padding + TAR_BLOCK_BYTES, source.size - end);
      const tail = await readExactly(source, end, length);
      if (!allZero(tail.subarray(0, padding))) return failed("archive-padding", context);
      position = end + padding;
      ahead = tail.length === padding + TAR_BLOCK_BYTES ? tail.subarray(padding) : undefined;
      return passed(undefined);
    },
  };

  /** The end is exactly two zero blocks. */
  async function endOf(context: FailureContext): Promise<Outcome<undefined>> {
    const rest = source.size - position;
    if (rest < 2 * TAR_BLOCK_BYTES) return failed("truncated", context);
    if (rest > 2 * TAR_BLOCK_BYTES) return failed("archive-end", { detail: `${rest - 2 * TAR_BLOCK_BYTES} bytes too many` });
    const last = await readExactly(source, position + TAR_BLOCK_BYTES, TAR_BLOCK_BYTES);
    return allZero(last) ? passed(undefined) : failed("archive-end");
  }
}
