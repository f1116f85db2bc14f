import { CHUNK_OVERHEAD_BYTES, MAX_CHUNK_CONTENT_BYTES } from "../chunk/container.ts";
import { GRANT_TITLE } from "../encoding/domains.ts";
import type { BundleDescriptor, ChunkRange } from "../formats/bundle.ts";
import { MAX_TAR_ENTRY_BYTES } from "./tar.ts";

export const partNames = {
  descriptor: "lucid.json",
  readme: "README.txt",
  genesis: "genesis.json",
  manifest: "manifest.json",
  anchor: "anchor.json",
  checkpoints: "checkpoints.json",
  blocks: "blocks.json",
  policy: "policy.json",
  consent: "consent.txt",
  video: "video.mp4",
  sums: "SHA256SUMS",
} as const;

/** Name of the key envelope with this number, from 0. */
export const keyPartName = (number: number): string => `keys/${String(number).padStart(4, "0")}.age`;

/** Name of the container of the chunk with this index. */
export const chunkPartName = (index: number): string => `chunks/${String(index).padStart(8, "0")}.chunk`;

/** Whether a bundle has a place for a part of this name. */
export const isPartName = (name: string): boolean =>
  Object.values<string>(partNames).includes(name) || /^(?:keys\/\d{4}\.age|chunks\/\d{8}\.chunk)$/.test(name);

/** Most key envelopes in one bundle. */
export const MAX_KEY_ENVELOPES = 1_000;

/** Most ranges in each list of a bundle's description. */
export const MAX_RANGES = 100_000;

const MIB = 1_048_576;

/** Largest size of each part in bytes; a reader refuses more before it allocates. */
export const partLimits = {
  descriptor: 4 * MIB,
  genesis: MIB / 16,
  /** About 250 000 chunks: four weeks without a break. */
  manifest: 128 * MIB,
  anchor: 4 * MIB,
  checkpoints: 32 * MIB,
  blocks: 4 * MIB,
  policy: MIB,
  consent: MIB,
  key: MIB / 16,
  chunk: MAX_CHUNK_CONTENT_BYTES + CHUNK_OVERHEAD_BYTES,
  video: MAX_TAR_ENTRY_BYTES,
} as const;

/** First bytes of every age file (age-encryption.org/v1). */
export const AGE_INTRO = "age-encryption.org/v1\n";

/** Indexes of ranges, ascending. */
export function* indexesOf(ranges: readonly ChunkRange[]): Generator<number> {
  for (const [first, last] of ranges) for (let index = first; index <= last; index += 1) yield index;
}

/** How many indexes ranges hold. */
export const countOf = (ranges: readonly ChunkRange[]): number =>
  ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);

/** Ascending, non-touching ranges of indexes that ascend. */
export function rangesOf(indexes: Iterable<number>): ChunkRange[] {
  const ranges: ChunkRange[] = [];
  for (const index of indexes) {
    const open = ranges.at(-1);
    if (open !== undefined && open[1] + 1 === index) open[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}

/** Whether ranges ascend, do not touch each other and stay below `count`. */
export function areRanges(ranges: readonly ChunkRange[], count: number): boolean {
  let next = 0;
  for (const [first, last] of ranges) {
    if (first < next || last < first || last >= count) return false;
    next = last + 2;
  }
  return true;
}

const readmeText = (about: string): string => `This is a Lucid recording with its proof.

Verify it with the command "lucid verify FILE", in the Lucid application, or by dropping
this file on verify.html. None of them needs an account or a connection.

What is in here
  lucid.json        what this bundle holds and what it leaves out
  genesis.json      the network whose blocks make the time of the recording final
  manifest.json     the list of all chunks of the recording, signed by the node
  anchor.json       the entry on the chain for the whole recording, and why it is final
  checkpoints.json  entries made while the recording was running (optional)
${about}  policy.json       the policy the owner agreed to (optional)
  consent.txt       the text the owner agreed to (optional)
  keys/             the session's key, sealed to those who may watch (optional)
  chunks/           the sealed recording
  video.mp4         a playable copy (optional). The proof covers the sealed chunks, not this copy
  SHA256SUMS        check sums of all other parts, for "sha256sum -c"

Every JSON part is in the form of RFC 8785, every hash is SHA-256, every tree is that of RFC 9162.
The owner's permission is a TRON message signature over "${GRANT_TITLE}" and its terms.
How to check all this by hand stands in docs/formats of the Lucid project.
`;

/** `README.txt` of every bundle of a version, to the letter: a bundle cannot speak for itself in other words. */
export const bundleReadme: Readonly<Record<BundleDescriptor["version"], string>> = {
  1: readmeText(""),
  2: readmeText("  blocks.json       blocks that the recording says it came after, with their times\n"),
};
