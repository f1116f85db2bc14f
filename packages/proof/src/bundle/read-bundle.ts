import type { z } from "zod";
import type { ByteSource, Cancellation } from "../byte-source.ts";
import { equalBytes } from "../encoding/bytes.ts";
import { parseCanonical, parseFormat } from "../encoding/canonical-json.ts";
import { fromUtf8, utf8 } from "../encoding/utf8.ts";
import { BundleCheckpoints, BundleDescriptor } from "../formats/bundle.ts";
import { Evidence } from "../formats/evidence.ts";
import { Genesis } from "../formats/genesis.ts";
import { SignedManifest } from "../formats/manifest.ts";
import { failed, locate, type Outcome, passed } from "../outcome.ts";
import { type PartPlace, readExactly } from "./archive-reader.ts";
import { checkDescriptor } from "./descriptor.ts";
import {
  AGE_INTRO,
  BUNDLE_README,
  chunkPartName,
  indexesOf,
  keyPartName,
  MAX_KEY_ENVELOPES,
  partLimits,
  partNames,
} from "./layout.ts";
import { type BundlePart, createPartReader, type PartReader } from "./part-reader.ts";

/** The contents of a bundle whose archive and documents have the right form. Nothing is proven by this yet. */
export interface Bundle {
  readonly descriptor: BundleDescriptor;
  readonly genesis: Genesis;
  readonly manifest: SignedManifest;
  readonly anchor: Evidence;
  readonly checkpoints: BundleCheckpoints;
  readonly policy?: unknown;
  readonly consent?: string;
  /** age files. */
  readonly keys: readonly Uint8Array[];
  /** Places of the containers by chunk index. */
  readonly chunks: ReadonlyMap<number, PartPlace>;
  readonly video?: PartPlace;
  /** All parts but SHA256SUMS, in the order of the file. */
  readonly parts: readonly BundlePart[];
  /** Text of SHA256SUMS. */
  readonly sums: Uint8Array;
  /** Bytes of a part, for example a chunk's container. */
  read(part: PartPlace): Promise<Uint8Array>;
}

/**
 * Reads a bundle's structure: the archive to its last byte, every document, and the places of chunks and video,
 * which are not read. Sizes are checked before anything is allocated. Rejects when the source cannot be read.
 */
export async function readBundle(
  source: ByteSource,
  options: { readonly signal?: Cancellation | undefined } = {},
): Promise<Outcome<Bundle>> {
  const parts = createPartReader(source, options.signal);
  const head = await readDocuments(parts);
  if (!head.ok) return head;
  const extras = await readExtras(parts);
  if (!extras.ok) return extras;
  const chunks = await readChunkPlaces(parts, head.value.descriptor, head.value.manifest);
  if (!chunks.ok) return chunks;
  const video = await parts.placeIf(partNames.video, partLimits.video);
  if (!video.ok) return video;
  const before = [...parts.seen];
  const sums = await parts.bytes(partNames.sums, sumsLength(before));
  if (!sums.ok) return sums;
  const end = await parts.end();
  if (!end.ok) return end;
  return passed({
    ...head.value,
    ...extras.value,
    chunks: chunks.value,
    ...(video.value === undefined ? {} : { video: video.value }),
    parts: before,
    sums: sums.value,
    read: (part) => readExactly(source, part.offset, part.size),
  });
}

const sumsLength = (parts: readonly BundlePart[]): number => parts.reduce((sum, part) => sum + 64 + 2 + part.name.length + 1, 0);

async function readDocument<Schema extends z.ZodType>(
  parts: PartReader,
  name: string,
  schema: Schema,
  limit: number,
): Promise<Outcome<z.output<Schema>>> {
  const bytes = await parts.bytes(name, limit);
  return bytes.ok ? locate(parseFormat(schema, bytes.value, limit), { part: name }) : bytes;
}

type Documents = Pick<Bundle, "descriptor" | "genesis" | "manifest" | "anchor">;

async function readDocuments(parts: PartReader): Promise<Outcome<Documents>> {
  const descriptor = await readDocument(parts, partNames.descriptor, BundleDescriptor, partLimits.descriptor);
  if (!descriptor.ok) return descriptor;
  const readme = await parts.bytes(partNames.readme, BUNDLE_README.length);
  if (!readme.ok) return readme;
  if (!equalBytes(readme.value, utf8(BUNDLE_README))) return failed("readme-changed", { part: partNames.readme });
  const genesis = await readDocument(parts, partNames.genesis, Genesis, partLimits.genesis);
  if (!genesis.ok) return genesis;
  const manifest = await readDocument(parts, partNames.manifest, SignedManifest, partLimits.manifest);
  if (!manifest.ok) return manifest;
  const sound = checkDescriptor(descriptor.value, manifest.value.manifest);
  if (!sound.ok) return locate(sound, { part: partNames.descriptor });
  const anchor = await readDocument(parts, partNames.anchor, Evidence, partLimits.anchor);
  if (!anchor.ok) return anchor;
  return passed({ descriptor: descriptor.value, genesis: genesis.value, manifest: manifest.value, anchor: anchor.value });
}

type Extras = Pick<Bundle, "checkpoints" | "policy" | "consent" | "keys">;

async function readExtras(parts: PartReader): Promise<Outcome<Extras>> {
  let extras: Extras = { checkpoints: [], keys: [] };
  const checkpoints = await parts.bytesIf(partNames.checkpoints, partLimits.checkpoints);
  if (!checkpoints.ok) return checkpoints;
  if (checkpoints.value !== undefined) {
    const parsed = parseFormat(BundleCheckpoints, checkpoints.value, partLimits.checkpoints);
    if (!parsed.ok) return locate(parsed, { part: partNames.checkpoints });
    extras = { ...extras, checkpoints: parsed.value };
  }
  const policy = await parts.bytesIf(partNames.policy, partLimits.policy);
  if (!policy.ok) return policy;
  if (policy.value !== undefined) {
    const parsed = parseCanonical(policy.value, partLimits.policy);
    if (!parsed.ok) return locate(parsed, { part: partNames.policy });
    extras = { ...extras, policy: parsed.value };
  }
  const consent = await parts.bytesIf(partNames.consent, partLimits.consent);
  if (!consent.ok) return consent;
  if (consent.value !== undefined) {
    const text = fromUtf8(consent.value);
    if (text === undefined) return failed("not-utf8", { part: partNames.consent });
    extras = { ...extras, consent: text };
  }
  const keys = await readKeys(parts);
  return keys.ok ? passed({ ...extras, keys: keys.value }) : keys;
}

async function readKeys(parts: PartReader): Promise<Outcome<readonly Uint8Array[]>> {
  const keys: Uint8Array[] = [];
  const intro = utf8(AGE_INTRO);
  for (let number = 0; number < MAX_KEY_ENVELOPES; number += 1) {
    const part = keyPartName(number);
    const envelope = await parts.bytesIf(part, partLimits.key);
    if (!envelope.ok) return envelope;
    if (envelope.value === undefined) break;
    if (!equalBytes(envelope.value.subarray(0, intro.length), intro)) return failed("key-envelope-invalid", { part });
    keys.push(envelope.value);
  }
  return passed(keys);
}

async function readChunkPlaces(
  parts: PartReader,
  descriptor: BundleDescriptor,
  { manifest }: SignedManifest,
): Promise<Outcome<Bundle["chunks"]>> {
  const places = new Map<number, PartPlace>();
  for (const chunk of indexesOf(descriptor.chunks)) {
    const place = await parts.place(chunkPartName(chunk), partLimits.chunk);
    if (!place.ok) return place;
    const size = manifest.chunks[chunk]?.size;
    if (place.value.size !== size)
      return failed("chunk-size", { chunk, part: place.value.name, detail: `${place.value.size} bytes instead of ${size}` });
    places.set(chunk, place.value);
  }
  return passed(places);
}
