import { readExactly } from "../bundle/archive-reader.ts";
import type { Digest } from "../bundle/digest.ts";
import { partNames } from "../bundle/layout.ts";
import type { Bundle, BundlePart } from "../bundle/read-bundle.ts";
import { seenLater } from "../bundle/read-pieces.ts";
import { createSumsCheck } from "../bundle/sums-check.ts";
import { tarEntryBytes } from "../bundle/tar.ts";
import type { ByteSource, Cancellation } from "../byte-source.ts";
import { checkChunkHash, checkChunkHead } from "../chunk/chunk-file.ts";
import { CHUNK_HEADER_BYTES } from "../chunk/container.ts";
import { bytesToHex } from "../encoding/bytes.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { type Failure, failed } from "../outcome.ts";
import type { Work } from "../work.ts";

/** Parts that are read and hashed at the same time. */
const AT_ONCE = 3;
/** Altered chunks that are listed; more would not help anybody. */
const MAX_LISTED = 1_000;

export interface ContentsTools {
  readonly digest: Digest;
  readonly work: Work;
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
  const sums = createSumsCheck(source, bundle.sums);
  const chunks: number[] = [];
  let first: Failure | undefined;
  const onBytes = (count: number): void => tools.work.done("parts", count);

  async function settle({ part, sha256, failure }: CheckedPart): Promise<void> {
    if (failure !== undefined) {
      first ??= { ...failure, part: part.name };
      if (failure.chunk !== undefined && chunks.length < MAX_LISTED) chunks.push(failure.chunk);
    }
    await sums.add(sha256, part.name);
    onBytes(tarEntryBytes(part.size) - part.size);
  }

  const running: Promise<CheckedPart>[] = [];
  for (const part of bundle.parts()) {
    tools.signal?.throwIfAborted();
    running.push(seenLater(checkPart(source, bundle, part, tools.digest, onBytes)));
    const oldest = running.length < AT_ONCE ? undefined : running.shift();
    if (oldest !== undefined) await settle(await oldest);
  }
  for (const checking of running) await settle(await checking);
  if (first !== undefined) return { ok: false, failure: first, chunks };
  return (await sums.end()) ? { ok: true } : { ...failed("sums-mismatch", { part: partNames.sums }), chunks: [] };
}

interface CheckedPart {
  readonly part: BundlePart;
  readonly sha256: string;
  readonly failure?: Failure;
}

async function checkPart(
  source: ByteSource,
  bundle: Bundle,
  part: BundlePart,
  digest: Digest,
  onBytes: (count: number) => void,
): Promise<CheckedPart> {
  const { name, offset, size, chunk } = part;
  if (chunk === undefined) return { part, sha256: bytesToHex(await digest(offset, size, onBytes)) };
  const entry = bundle.manifest.manifest.chunks[chunk];
  if (entry === undefined) throw new RangeError(`checkContents: the manifest has no chunk of ${name}`);
  const failure = await chunkProblem(source, part, entry, digest, onBytes);
  return { part, sha256: entry.sha256, ...(failure === undefined ? {} : { failure }) };
}

async function chunkProblem(
  source: ByteSource,
  { offset, size }: BundlePart,
  entry: ChunkEntry,
  digest: Digest,
  onBytes: (count: number) => void,
): Promise<Failure | undefined> {
  const hashing = seenLater(digest(offset, size, onBytes));
  const head = await readExactly(source, offset, Math.min(CHUNK_HEADER_BYTES, size));
  const described = checkChunkHead(head, size, entry);
  if (!described.ok) return described.failure;
  const hashed = checkChunkHash(await hashing, entry);
  return hashed?.ok === false ? hashed.failure : undefined;
}
