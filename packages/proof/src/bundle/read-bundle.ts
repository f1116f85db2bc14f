import type { ByteSource, Cancellation } from "../byte-source.ts";
import { equalBytes } from "../encoding/bytes.ts";
import { parseCanonical } from "../encoding/canonical-json.ts";
import type { LongList } from "../encoding/json-lists.ts";
import { fromUtf8, utf8 } from "../encoding/utf8.ts";
import { BundleBlocks, BundleCheckpoints, BundleDescriptor, MAX_BLOCKS } from "../formats/bundle.ts";
import { type BlockEvidence, Evidence } from "../formats/evidence.ts";
import { Genesis } from "../formats/genesis.ts";
import { MAX_CHUNKS, SignedManifest } from "../formats/manifest.ts";
import { failed, locate, type Outcome, passed } from "../outcome.ts";
import type { Work } from "../work.ts";
import { type PartPlace, readExactly } from "./archive-reader.ts";
import { type ChunkPlaces, createChunkPlaces } from "./chunk-places.ts";
import { checkDescriptor } from "./descriptor.ts";
import {
  AGE_INTRO,
  bundleReadme,
  chunkPartName,
  indexesOf,
  keyPartName,
  MAX_KEY_ENVELOPES,
  MAX_RANGES,
  partLimits,
  partNames,
} from "./layout.ts";
import { createPartReader, type PartReader } from "./part-reader.ts";
import { readDocument } from "./read-document.ts";
import { TAR_BLOCK_BYTES } from "./tar.ts";

/** A part as it stands in the file; `chunk` is the index where it is a chunk's container. */
export interface BundlePart extends PartPlace {
  readonly chunk?: number;
}

/** The contents of a bundle whose archive and documents have the right form. Nothing is proven by this yet. */
export interface Bundle {
  readonly descriptor: BundleDescriptor;
  readonly genesis: Genesis;
  readonly manifest: SignedManifest;
  /** The bytes of the manifest without its signature: what its hash is of, and what was signed behind the domain. */
  readonly manifestPlace: PartPlace;
  readonly anchor: Evidence;
  readonly checkpoints: BundleCheckpoints;
  /** None in version 1. */
  readonly blocks: readonly BlockEvidence[];
  readonly policy?: unknown;
  readonly consent?: string;
  /** Places of the age files. */
  readonly keys: readonly PartPlace[];
  /** Places of the containers by chunk index. */
  readonly chunks: ChunkPlaces;
  readonly video?: PartPlace;
  /** All parts but SHA256SUMS, in the order of the file. */
  parts(): Iterable<BundlePart>;
  readonly sums: PartPlace;
  /** Bytes of a part, for example a chunk's container. */
  read(part: PartPlace): Promise<Uint8Array>;
}

/** What reading needs, and the parts before the chunks as they are met. */
interface Reading {
  readonly source: ByteSource;
  readonly parts: PartReader;
  readonly signal: Cancellation | undefined;
  readonly work: Work | undefined;
  readonly mostManifestBytes: number;
  readonly seen: PartPlace[];
}

/** A manifest longer than the reader has memory for. Nothing is said of what it holds. */
export class ManifestTooLongError extends Error {
  /** Of the manifest, and the longest that this reader takes, in bytes. */
  readonly size: number;
  readonly most: number;

  constructor(size: number, most: number) {
    super(`a manifest of ${size} bytes, at most ${most}`);
    this.size = size;
    this.most = most;
  }
}

export interface ReadBundleOptions {
  readonly signal?: Cancellation | undefined;
  readonly work?: Work | undefined;
  /** For readers with less memory than the format asks for: what is longer is not judged. Default the format's own limit. */
  readonly mostManifestBytes?: number | undefined;
}

/**
 * Reads a bundle's structure: the archive to its last byte, every document, and the places of keys, chunks and video,
 * which are not read. Sizes are checked before anything is allocated, and no part is ever in memory as a whole but for
 * short ones. Rejects when the source cannot be read, and with a ManifestTooLongError.
 */
export async function readBundle(
  source: ByteSource,
  { signal, work, mostManifestBytes = partLimits.manifest }: ReadBundleOptions = {},
): Promise<Outcome<Bundle>> {
  const parts = createPartReader(source, signal);
  const reading: Reading = { source, parts, signal, work, mostManifestBytes, seen: [] };
  const head = await readDocuments(reading);
  if (!head.ok) return head;
  const extras = await readExtras(reading, head.value.descriptor);
  if (!extras.ok) return extras;
  const chunks = await readChunkPlaces(reading, head.value.descriptor, head.value.manifest);
  if (!chunks.ok) return chunks;
  const video = await parts.takeIf(partNames.video, partLimits.video);
  if (!video.ok) return video;
  const last = video.value === undefined ? [] : [video.value];
  const sums = await parts.take(
    partNames.sums,
    sumsLength(reading.seen) + chunks.value.size * CHUNK_SUM_BYTES + sumsLength(last),
  );
  if (!sums.ok) return sums;
  const end = await parts.end();
  if (!end.ok) return end;
  return passed({
    ...head.value,
    ...extras.value,
    chunks: chunks.value,
    ...(video.value === undefined ? {} : { video: video.value }),
    *parts() {
      yield* reading.seen;
      for (const [chunk, place] of chunks.value) yield { ...place, chunk };
      yield* last;
    },
    sums: sums.value,
    read: (part) => readExactly(source, part.offset, part.size),
  });
}

const sumsLength = (parts: readonly PartPlace[]): number => parts.reduce((sum, part) => sum + 64 + 2 + part.name.length + 1, 0);
/** The same for one chunk: their names have one length. */
const CHUNK_SUM_BYTES = 64 + 2 + chunkPartName(0).length + 1;

/** The next part, noted. */
async function take({ parts, seen }: Reading, name: string, limit: number): Promise<Outcome<PartPlace>> {
  const part = await parts.take(name, limit);
  if (part.ok) seen.push(part.value);
  return part;
}

async function takeIf({ parts, seen }: Reading, name: string, limit: number): Promise<Outcome<PartPlace | undefined>> {
  const part = await parts.takeIf(name, limit);
  if (part.ok && part.value !== undefined) seen.push(part.value);
  return part;
}

const bytesOf = ({ source }: Reading, part: PartPlace): Promise<Uint8Array> => readExactly(source, part.offset, part.size);

/** How a document is read: it can be stopped, and is heard of. */
const watched = ({ signal, work }: Reading, lists: readonly LongList[] = []) => ({
  lists,
  signal,
  onBytes: (count: number): void => work?.done("reading", count),
});

type Documents = Pick<Bundle, "descriptor" | "genesis" | "manifest" | "manifestPlace" | "anchor">;

const DESCRIPTOR_LISTS = [
  { path: ["chunks"], most: MAX_RANGES },
  { path: ["redacted"], most: MAX_RANGES },
];
const MANIFEST_LISTS = [{ path: ["manifest", "chunks"], most: MAX_CHUNKS }];

async function readDocuments(reading: Reading): Promise<Outcome<Documents>> {
  const { source } = reading;
  const descriptorPart = await take(reading, partNames.descriptor, partLimits.descriptor);
  if (!descriptorPart.ok) return descriptorPart;
  const descriptor = await readDocument(source, descriptorPart.value, BundleDescriptor, watched(reading, DESCRIPTOR_LISTS));
  if (!descriptor.ok) return descriptor;
  const readme = bundleReadme[descriptor.value.version];
  const readmePart = await take(reading, partNames.readme, readme.length);
  if (!readmePart.ok) return readmePart;
  if (!equalBytes(await bytesOf(reading, readmePart.value), utf8(readme)))
    return failed("readme-changed", { part: partNames.readme });
  const genesisPart = await take(reading, partNames.genesis, partLimits.genesis);
  if (!genesisPart.ok) return genesisPart;
  const genesis = await readDocument(source, genesisPart.value, Genesis, watched(reading));
  if (!genesis.ok) return genesis;
  const manifestPart = await take(reading, partNames.manifest, partLimits.manifest);
  if (!manifestPart.ok) return manifestPart;
  if (manifestPart.value.size > reading.mostManifestBytes)
    throw new ManifestTooLongError(manifestPart.value.size, reading.mostManifestBytes);
  const manifest = await readDocument(source, manifestPart.value, SignedManifest, watched(reading, MANIFEST_LISTS));
  if (!manifest.ok) return manifest;
  const sound = checkDescriptor(descriptor.value, manifest.value.manifest);
  if (!sound.ok) return locate(sound, { part: partNames.descriptor });
  const anchorPart = await take(reading, partNames.anchor, partLimits.anchor);
  if (!anchorPart.ok) return anchorPart;
  const anchor = await readDocument(source, anchorPart.value, Evidence, watched(reading));
  if (!anchor.ok) return anchor;
  return passed({
    descriptor: descriptor.value,
    genesis: genesis.value,
    manifest: manifest.value,
    manifestPlace: innerOf(manifestPart.value),
    anchor: anchor.value,
  });
}

const BEFORE_MANIFEST = '{"manifest":';
const BEHIND_MANIFEST = `,"signature":"${"0".repeat(128)}"}`;

/** In the canonical form of a signed manifest the manifest stands between two texts of fixed length. */
const innerOf = ({ name, offset, size }: PartPlace): PartPlace => ({
  name,
  offset: offset + BEFORE_MANIFEST.length,
  size: size - BEFORE_MANIFEST.length - BEHIND_MANIFEST.length,
});

type Extras = Pick<Bundle, "checkpoints" | "blocks" | "policy" | "consent" | "keys">;

const CHECKPOINT_LISTS = [{ path: [], most: 1_000 }];
const BLOCK_LISTS = [{ path: [], most: MAX_BLOCKS }];

async function readExtras(reading: Reading, { version }: BundleDescriptor): Promise<Outcome<Extras>> {
  let extras: Extras = { checkpoints: [], blocks: [], keys: [] };
  const checkpoints = await takeIf(reading, partNames.checkpoints, partLimits.checkpoints);
  if (!checkpoints.ok) return checkpoints;
  if (checkpoints.value !== undefined) {
    const options = watched(reading, CHECKPOINT_LISTS);
    const read = await readDocument(reading.source, checkpoints.value, BundleCheckpoints, options);
    if (!read.ok) return read;
    extras = { ...extras, checkpoints: read.value };
  }
  if (version === 2) {
    const part = await take(reading, partNames.blocks, partLimits.blocks);
    if (!part.ok) return part;
    const blocks = await readDocument(reading.source, part.value, BundleBlocks, watched(reading, BLOCK_LISTS));
    if (!blocks.ok) return blocks;
    extras = { ...extras, blocks: blocks.value };
  }
  const policy = await takeIf(reading, partNames.policy, partLimits.policy);
  if (!policy.ok) return policy;
  if (policy.value !== undefined) {
    const parsed = parseCanonical(await bytesOf(reading, policy.value), partLimits.policy);
    if (!parsed.ok) return locate(parsed, { part: partNames.policy });
    extras = { ...extras, policy: parsed.value };
  }
  const consent = await takeIf(reading, partNames.consent, partLimits.consent);
  if (!consent.ok) return consent;
  if (consent.value !== undefined) {
    const text = fromUtf8(await bytesOf(reading, consent.value));
    if (text === undefined) return failed("not-utf8", { part: partNames.consent });
    extras = { ...extras, consent: text };
  }
  const keys = await readKeys(reading);
  return keys.ok ? passed({ ...extras, keys: keys.value }) : keys;
}

async function readKeys(reading: Reading): Promise<Outcome<readonly PartPlace[]>> {
  const keys: PartPlace[] = [];
  const intro = utf8(AGE_INTRO);
  for (let number = 0; number < MAX_KEY_ENVELOPES; number += 1) {
    const envelope = await takeIf(reading, keyPartName(number), partLimits.key);
    if (!envelope.ok) return envelope;
    if (envelope.value === undefined) break;
    const { name, offset, size } = envelope.value;
    const begins = await readExactly(reading.source, offset, Math.min(intro.length, size));
    if (!equalBytes(begins, intro)) return failed("key-envelope-invalid", { part: name });
    keys.push(envelope.value);
  }
  return passed(keys);
}

async function readChunkPlaces(
  { parts, work }: Reading,
  descriptor: BundleDescriptor,
  { manifest }: SignedManifest,
): Promise<Outcome<ChunkPlaces>> {
  const places = createChunkPlaces(descriptor.chunks, manifest.chunks);
  work?.plan("reading", TAR_BLOCK_BYTES * places.size);
  for (const chunk of indexesOf(descriptor.chunks)) {
    const place = await parts.take(chunkPartName(chunk), partLimits.chunk);
    if (!place.ok) return place;
    const size = manifest.chunks[chunk]?.size;
    if (place.value.size !== size)
      return failed("chunk-size", { chunk, part: place.value.name, detail: `${place.value.size} bytes instead of ${size}` });
    places.set(chunk, place.value.offset);
    work?.done("reading", TAR_BLOCK_BYTES);
  }
  return passed(places);
}
