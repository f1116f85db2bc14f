import type { ByteSource, Cancellation } from "../byte-source.ts";
import { utf8 } from "../encoding/utf8.ts";
import { type Failure, failed, locate, type Outcome, passed } from "../outcome.ts";
import { createArchiveReader, type PartPlace } from "./archive-reader.ts";

/** Takes the parts of a bundle one after the other, by the name each must have. */
export interface PartReader {
  /** The next part, which must have this name and not more than `limit` bytes. They are not read. */
  take(name: string, limit: number): Promise<Outcome<PartPlace>>;
  /** The same for a part that may be absent. */
  takeIf(name: string, limit: number): Promise<Outcome<PartPlace | undefined>>;
  /** Nothing but the end of the archive may follow. */
  end(): Promise<Outcome<undefined>>;
}

export function createPartReader(source: ByteSource, signal?: Cancellation): PartReader {
  const archive = createArchiveReader(source, signal);
  /** Optional parts that were looked for here and not found: a damaged header may be that of any of them. */
  let absent: string[] = [];

  async function take(name: string, limit: number): Promise<Outcome<PartPlace | undefined>> {
    const next = await archive.peek();
    if (!next.ok || next.value?.name !== name) return passed(undefined);
    const context = { part: name, chunk: chunkIndexOf(name) };
    if (next.value.size > limit)
      return failed("part-too-large", { ...context, detail: `${next.value.size} bytes, at most ${limit}` });
    const skipped = await archive.skip(next.value);
    if (!skipped.ok) return locate(skipped, context);
    absent = [];
    return next;
  }

  async function takeIf(name: string, limit: number): Promise<Outcome<PartPlace | undefined>> {
    const part = await take(name, limit);
    if (part.ok && part.value === undefined) absent.push(name);
    return part;
  }

  async function takeOr(name: string, limit: number): Promise<Outcome<PartPlace>> {
    const part = await take(name, limit);
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
    take: takeOr,
    takeIf,
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
