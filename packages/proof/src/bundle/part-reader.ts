import type { ByteSource, Cancellation } from "../byte-source.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { createArchiveReader, type PartPlace, readExactly } from "./archive-reader.ts";

/** A part as it stands in the file; `bytes` only for parts that are kept in memory. */
export interface BundlePart extends PartPlace {
  readonly bytes?: Uint8Array;
}

/** Takes the parts of a bundle one after the other, by the name each must have. */
export interface PartReader {
  /** Parts taken so far. */
  readonly seen: readonly BundlePart[];
  /** The next part, which must have this name, with its bytes. */
  bytes(name: string, limit: number): Promise<Outcome<Uint8Array>>;
  /** The same for a part that may be absent. */
  bytesIf(name: string, limit: number): Promise<Outcome<Uint8Array | undefined>>;
  /** The next part, which must have this name; its bytes are not read. `chunk` is the index it stands for. */
  place(name: string, limit: number, chunk?: number): Promise<Outcome<PartPlace>>;
  placeIf(name: string, limit: number): Promise<Outcome<PartPlace | undefined>>;
  /** Nothing but the end of the archive may follow. */
  end(): Promise<Outcome<undefined>>;
}

export function createPartReader(source: ByteSource, signal?: Cancellation): PartReader {
  const archive = createArchiveReader(source, signal);
  const seen: BundlePart[] = [];

  async function take(name: string, limit: number, keep: boolean, chunk?: number): Promise<Outcome<BundlePart | undefined>> {
    const context = { part: name, chunk };
    const next = await archive.peek(context);
    if (!next.ok) return next;
    if (next.value?.name !== name) return passed(undefined);
    if (next.value.size > limit)
      return failed("part-too-large", { ...context, detail: `${next.value.size} bytes, at most ${limit}` });
    const part: BundlePart = keep
      ? { ...next.value, bytes: await readExactly(source, next.value.offset, next.value.size) }
      : next.value;
    const skipped = await archive.skip(part, context);
    if (!skipped.ok) return skipped;
    seen.push(part);
    return passed(part);
  }

  /** Says which of two parts is at fault where another one stands than the one expected. */
  async function missing(name: string, chunk?: number): Promise<Outcome<never>> {
    const found = await archive.peek({ part: name, chunk });
    if (!found.ok) return found;
    const other = found.value?.name;
    if (other === undefined) return failed("part-missing", { part: name, chunk, detail: "the archive ends" });
    const index = chunkIndexOf(other);
    const late = index !== undefined && (chunk === undefined || index < chunk);
    if (late) return failed("part-unexpected", { part: other, chunk: index, detail: `${name} belongs here` });
    return failed("part-missing", { part: name, chunk, detail: `found ${other}` });
  }

  async function bytesIf(name: string, limit: number): Promise<Outcome<Uint8Array | undefined>> {
    const part = await take(name, limit, true);
    return part.ok ? passed(part.value?.bytes) : part;
  }

  return {
    seen,
    bytesIf,
    async bytes(name, limit) {
      const bytes = await bytesIf(name, limit);
      if (!bytes.ok) return bytes;
      return bytes.value === undefined ? missing(name) : passed(bytes.value);
    },
    placeIf: (name, limit) => take(name, limit, false),
    async place(name, limit, chunk) {
      const place = await take(name, limit, false, chunk);
      if (!place.ok) return place;
      return place.value === undefined ? missing(name, chunk) : passed(place.value);
    },
    async end() {
      const next = await archive.peek({});
      if (!next.ok) return next;
      return next.value === undefined ? passed(undefined) : failed("part-unexpected", { part: next.value.name });
    },
  };
}

const chunkIndexOf = (name: string): number | undefined => {
  const digits = /^chunks\/(\d{8})\.chunk$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
