import type { ByteSource, Cancellation } from "../byte-source.ts";
import { utf8 } from "../encoding/utf8.ts";
import { type Failure, failed, locate, type Outcome, passed } from "../outcome.ts";
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
  /** The next part, which must have this name; its bytes are not read. */
  place(name: string, limit: number): Promise<Outcome<PartPlace>>;
  placeIf(name: string, limit: number): Promise<Outcome<PartPlace | undefined>>;
  /** Nothing but the end of the archive may follow. */
  end(): Promise<Outcome<undefined>>;
}

export function createPartReader(source: ByteSource, signal?: Cancellation): PartReader {
  const archive = createArchiveReader(source, signal);
  const seen: BundlePart[] = [];
  /** Optional parts that were looked for here and not found: a damaged header may be that of any of them. */
  let absent: string[] = [];

  async function take(name: string, limit: number, keep: boolean): Promise<Outcome<BundlePart | undefined>> {
    const next = await archive.peek();
    if (!next.ok || next.value?.name !== name) return passed(undefined);
    const context = { part: name, chunk: chunkIndexOf(name) };
    if (next.value.size > limit)
      return failed("part-too-large", { ...context, detail: `${next.value.size} bytes, at most ${limit}` });
    const part: BundlePart = keep
      ? { ...next.value, bytes: await readExactly(source, next.value.offset, next.value.size) }
      : next.value;
    const skipped = await archive.skip(part);
    if (!skipped.ok) return locate(skipped, context);
    seen.push(part);
    absent = [];
    return passed(part);
  }

  async function takeIf(name: string, limit: number, keep: boolean): Promise<Outcome<BundlePart | undefined>> {
    const part = await take(name, limit, keep);
    if (part.ok && part.value === undefined) absent.push(name);
    return part;
  }

  async function takeOr(name: string, limit: number, keep: boolean): Promise<Outcome<BundlePart>> {
    const part = await take(name, limit, keep);
    if (!part.ok) return part;
    return part.value === undefined ? missing(name) : passed(part.value);
  }

  /** Says what is wrong where the part that belongs here is not to be had. */
  async function missing(name: string): Promise<Outcome<never>> {
    const found = await archive.peek();
    if (!found.ok) return { ok: false, failure: await placed(found.failure, name) };
    const chunk = chunkIndexOf(name);
    const other = found.value?.name;
    if (other === undefined) return failed("part-missing", { part: name, chunk, detail: "the archive ends" });
    const index = chunkIndexOf(other);
    const late = index !== undefined && (chunk === undefined || index < chunk);
    if (late) return failed("part-unexpected", { part: other, chunk: index, detail: `${name} belongs here` });
    return failed("part-missing", { part: name, chunk, detail: `found ${other}` });
  }

  /** The failure of a header with the part it concerns: its own name, or for a damaged header the likeliest one. */
  async function placed(failure: Failure, name: string): Promise<Failure> {
    const raw = await archive.rawHeader();
    const damaged = failure.code === "archive-header" && raw.ok;
    const part = failure.part ?? (damaged ? nearest(raw.value, [name, ...absent]) : name);
    const chunk = chunkIndexOf(part);
    return { ...failure, part, ...(chunk === undefined ? {} : { chunk }) };
  }

  return {
    seen,
    async bytes(name, limit) {
      const part = await takeOr(name, limit, true);
      return part.ok ? passed(part.value.bytes ?? new Uint8Array(0)) : part;
    },
    async bytesIf(name, limit) {
      const part = await takeIf(name, limit, true);
      return part.ok ? passed(part.value?.bytes) : part;
    },
    place: (name, limit) => takeOr(name, limit, false),
    placeIf: (name, limit) => takeIf(name, limit, false),
    async end() {
      const next = await archive.peek();
      if (!next.ok) return next;
      const part = next.value?.name;
      return part === undefined ? passed(undefined) : failed("part-unexpected", { part, chunk: chunkIndexOf(part) });
    },
  };
}

/** The name that differs least from the name field of a damaged header. The first one wins a tie. */
function nearest(header: Uint8Array, names: readonly string[]): string {
  const distances = names.map((name) => {
    const letters = utf8(name);
    return Array.from({ length: 100 }, (_, at) => at).filter((at) => (letters[at] ?? 0) !== header[at]).length;
  });
  return names[distances.indexOf(Math.min(...distances))] ?? "";
}

function chunkIndexOf(name: string): number | undefined {
  const digits = /^chunks\/(\d{8})\.chunk$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
