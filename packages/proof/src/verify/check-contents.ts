import { readExactly } from "../bundle/archive-reader.ts";
import { partNames } from "../bundle/layout.ts";
import type { BundlePart } from "../bundle/part-reader.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import type { ByteSource, Cancellation } from "../byte-source.ts";
import { type Sha256, verifyChunkFile } from "../chunk/chunk-file.ts";
import { bytesToHex, equalBytes } from "../encoding/bytes.ts";
import type { Hasher } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import { type Failure, failed, type Outcome, passed } from "../outcome.ts";

/** Bytes of a long part that are hashed at a time. */
const PIECE_BYTES = 4_194_304;
/** Altered chunks that are listed; more would not help anybody. */
const MAX_LISTED = 1_000;

export interface ContentsTools {
  readonly sha256: Sha256;
  readonly createSha256: () => Hasher;
  readonly onProgress?: ((progress: { readonly checkedBytes: number; readonly totalBytes: number }) => void) | undefined;
  readonly signal?: Cancellation | undefined;
}

export type ContentsOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: Failure; readonly chunks: readonly number[] };

/**
 * Reads every part to the end: chunks against their entries, all parts against SHA256SUMS. Goes on after
 * an altered chunk, so that all of them are named.
 */
export async function checkContents(source: ByteSource, bundle: Bundle, tools: ContentsTools): Promise<ContentsOutcome> {
  const chunkOf = new Map([...bundle.chunks].map(([index, place]) => [place.name, index]));
  const damaged: Failure[] = [];
  let sums = "";
  let ahead = startRead(source, bundle.parts[0]);
  for (const [at, part] of bundle.parts.entries()) {
    tools.signal?.throwIfAborted();
    const bytes = await ahead;
    ahead = startRead(source, bundle.parts[at + 1]);
    const chunk = chunkOf.get(part.name);
    if (chunk !== undefined && bytes !== undefined) {
      const checked = await checkChunk(bundle, chunk, bytes, tools.sha256);
      if (!checked.ok) damaged.push({ ...checked.failure, part: part.name });
    }
    const digest =
      chunk === undefined ? await digestOf(source, part, bytes, tools) : bundle.manifest.manifest.chunks[chunk]?.sha256;
    sums += `${digest}  ${part.name}\n`;
    tools.onProgress?.({ checkedBytes: part.offset + part.size, totalBytes: source.size });
  }
  const first = damaged[0];
  if (first !== undefined) return { ok: false, failure: first, chunks: indexes(damaged) };
  return equalBytes(utf8(sums), bundle.sums)
    ? { ok: true }
    : { ...failed("sums-mismatch", { part: partNames.sums }), chunks: [] };
}

const indexes = (damaged: readonly Failure[]): number[] => damaged.flatMap(({ chunk }) => chunk ?? []).slice(0, MAX_LISTED);

/** Begins to read a part that fits into memory, while the one before is still being hashed. */
function startRead(source: ByteSource, part: BundlePart | undefined): Promise<Uint8Array | undefined> {
  if (part === undefined || part.name === partNames.video) return Promise.resolve(undefined);
  const reading = part.bytes === undefined ? readExactly(source, part.offset, part.size) : Promise.resolve(part.bytes);
  /** The rejection is seen where the result is awaited; this only keeps it from counting as unhandled until then. */
  reading.catch(() => undefined);
  return reading;
}

async function checkChunk(bundle: Bundle, chunk: number, bytes: Uint8Array, sha256: Sha256): Promise<Outcome<undefined>> {
  const entry = bundle.manifest.manifest.chunks[chunk];
  if (entry === undefined) throw new RangeError(`checkContents: the manifest has no chunk ${chunk}`);
  const checked = await verifyChunkFile(bytes, entry, sha256);
  return checked.ok ? passed(undefined) : checked;
}

async function digestOf(
  source: ByteSource,
  part: BundlePart,
  bytes: Uint8Array | undefined,
  tools: ContentsTools,
): Promise<string> {
  if (bytes !== undefined) return bytesToHex(await tools.sha256(bytes));
  const hash = tools.createSha256();
  for (let done = 0; done < part.size; done += PIECE_BYTES) {
    tools.signal?.throwIfAborted();
    hash.update(await readExactly(source, part.offset + done, Math.min(PIECE_BYTES, part.size - done)));
  }
  return bytesToHex(new Uint8Array(hash.digest()));
}
