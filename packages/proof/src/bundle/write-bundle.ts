import type { Cancellation } from "../byte-source.ts";
import { bytesToHex } from "../encoding/bytes.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { createSha256, type Hasher } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { BundleBlocks, BundleCheckpoints, BundleDescriptor } from "../formats/bundle.ts";
import type { Evidence } from "../formats/evidence.ts";
import type { Genesis } from "../formats/genesis.ts";
import type { SignedManifest } from "../formats/manifest.ts";
import { checkDescriptor } from "./descriptor.ts";
import { bundleReadme, chunkPartName, indexesOf, keyPartName, MAX_KEY_ENVELOPES, partLimits, partNames } from "./layout.ts";
import { encodeTarHeader, paddingOf, TAR_BLOCK_BYTES, tarEntryBytes } from "./tar.ts";

/** Bytes of known length that are produced when they are needed. */
export interface ByteStream {
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface BundleContent {
  readonly descriptor: BundleDescriptor;
  readonly genesis: Genesis;
  readonly manifest: SignedManifest;
  readonly anchor: Evidence;
  readonly checkpoints?: BundleCheckpoints | undefined;
  /** In version 2, and there always. */
  readonly blocks?: BundleBlocks | undefined;
  /** The policy document: any JSON value whose hash the grant names. */
  readonly policy?: unknown;
  readonly consent?: string | undefined;
  /** age files. */
  readonly keys?: readonly Uint8Array[] | undefined;
  /** Container of one chunk; asked for the descriptor's chunks, one after the other. */
  chunk(index: number): Promise<Uint8Array> | AsyncIterable<Uint8Array>;
  readonly video?: ByteStream | undefined;
}

export interface WriteBundleOptions {
  /** A faster SHA-256, such as Node's `createHash("sha256")`. */
  readonly createSha256?: (() => Hasher) | undefined;
  readonly signal?: Cancellation | undefined;
}

interface Part {
  readonly name: string;
  readonly size: number;
  /** SHA-256 the part must have. */
  readonly sha256?: string;
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const jsonPart = (name: string, value: unknown, limit: number): Part => bytesPart(name, canonicalBytes(value), limit);

const bytesPart = (name: string, bytes: Uint8Array, limit: number): Part =>
  limited({ name, size: bytes.length, open: () => [bytes] }, limit);

function limited(part: Part, limit: number): Part {
  if (part.size > limit) throw new RangeError(`writeBundle: ${part.name} has ${part.size} bytes, at most ${limit}`);
  return part;
}

function* partsOf(content: BundleContent): Generator<Part> {
  const { descriptor, video } = content;
  const sound = checkDescriptor(descriptor, content.manifest.manifest);
  if (!sound.ok) throw new RangeError(`writeBundle: ${sound.failure.reason} ${sound.failure.detail ?? ""}`);
  if ((descriptor.version === 2) !== (content.blocks !== undefined))
    throw new RangeError("writeBundle: blocks are in version 2, and there always");
  yield jsonPart(partNames.descriptor, descriptor, partLimits.descriptor);
  const readme = utf8(bundleReadme[descriptor.version]);
  yield bytesPart(partNames.readme, readme, readme.length);
  yield jsonPart(partNames.genesis, content.genesis, partLimits.genesis);
  yield jsonPart(partNames.manifest, content.manifest, partLimits.manifest);
  yield jsonPart(partNames.anchor, content.anchor, partLimits.anchor);
  if (content.checkpoints !== undefined) yield jsonPart(partNames.checkpoints, content.checkpoints, partLimits.checkpoints);
  if (content.blocks !== undefined) yield jsonPart(partNames.blocks, content.blocks, partLimits.blocks);
  if (content.policy !== undefined) yield jsonPart(partNames.policy, content.policy, partLimits.policy);
  if (content.consent !== undefined) yield bytesPart(partNames.consent, utf8(content.consent), partLimits.consent);
  yield* keyParts(content.keys ?? []);
  for (const index of indexesOf(descriptor.chunks)) yield chunkPart(content, index);
  if (video !== undefined) yield limited({ name: partNames.video, size: video.size, open: () => video.open() }, partLimits.video);
}

function keyParts(keys: readonly Uint8Array[]): Part[] {
  if (keys.length > MAX_KEY_ENVELOPES)
    throw new RangeError(`writeBundle: ${keys.length} key envelopes, at most ${MAX_KEY_ENVELOPES}`);
  return keys.map((envelope, number) => bytesPart(keyPartName(number), envelope, partLimits.key));
}

function chunkPart(content: BundleContent, index: number): Part {
  const entry = content.manifest.manifest.chunks[index];
  if (entry === undefined) throw new RangeError(`writeBundle: the manifest has no chunk ${index}`);
  return {
    name: chunkPartName(index),
    size: entry.size,
    sha256: entry.sha256,
    async *open() {
      const bytes = content.chunk(index);
      if (Symbol.asyncIterator in bytes) yield* bytes;
      else yield await bytes;
    },
  };
}

const sumLine = (sha256: string, name: string): string => `${sha256}  ${name}\n`;

/**
 * Size in bytes of the file `writeBundle` makes of this content, known without reading any chunk.
 * Throws RangeError for a description that does not fit the manifest, and for parts beyond their limits.
 */
export function bundleSize(content: BundleContent): number {
  let size = 2 * TAR_BLOCK_BYTES;
  let sums = 0;
  for (const part of partsOf(content)) {
    size += tarEntryBytes(part.size);
    sums += sumLine("0".repeat(64), part.name).length;
  }
  return size + tarEntryBytes(sums);
}

/**
 * The bundle as a stream, never more than one piece of a part in memory. Throws as `bundleSize` does, and when
 * a part has another size than announced or a chunk is not the one the manifest commits to: no bad bundle is
 * ever finished.
 */
export async function* writeBundle(content: BundleContent, options: WriteBundleOptions = {}): AsyncGenerator<Uint8Array> {
  const startHash = options.createSha256 ?? createSha256;
  let sums = "";
  for (const part of partsOf(content)) {
    yield encodeTarHeader(part);
    const hash = startHash();
    let written = 0;
    for await (const piece of part.open()) {
      options.signal?.throwIfAborted();
      hash.update(piece);
      written += piece.length;
      yield piece;
    }
    const digest = bytesToHex(new Uint8Array(hash.digest()));
    if (written !== part.size) throw new Error(`writeBundle: ${part.name} has ${written} bytes instead of ${part.size}`);
    if (part.sha256 !== undefined && part.sha256 !== digest)
      throw new Error(`writeBundle: ${part.name} is not what the manifest says`);
    yield new Uint8Array(paddingOf(written));
    sums += sumLine(digest, part.name);
  }
  const last = utf8(sums);
  yield encodeTarHeader({ name: partNames.sums, size: last.length });
  yield last;
  yield new Uint8Array(paddingOf(last.length) + 2 * TAR_BLOCK_BYTES);
}
