import { countOf, indexesOf, rangesOf } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { manifestHash } from "../session/manifest.ts";
import type { AnchorFacts, BundleFacts, CheckpointFacts, NetworkFacts } from "./verdict.ts";

/** Time between two chunks of one run that is worth telling, in milliseconds: a few lost frames are not. */
const SILENCE_MS = 2_000;

export interface Checked {
  readonly bundle: Bundle;
  readonly bundleSize: number;
  readonly network: NetworkFacts;
  readonly anchor: AnchorFacts;
  readonly checkpoints: readonly CheckpointFacts[];
}

/** Puts together what a bundle says, once everything in it has been checked. */
export function collectFacts({ bundle, bundleSize, network, anchor, checkpoints }: Checked): BundleFacts {
  const { descriptor } = bundle;
  const { manifest } = bundle.manifest;
  const { terms } = manifest.grant;
  return {
    sessionId: manifest.session_id,
    owner: manifest.owner,
    node: manifest.node,
    network,
    startedAtMs: manifest.started_at_ms,
    endedAtMs: manifest.ended_at_ms,
    end: manifest.end,
    recorder: manifest.recorder,
    chunkCount: manifest.chunks.length,
    totalSize: manifest.total_size,
    totalPlainSize: manifest.total_plain_size,
    merkleRoot: manifest.merkle.root,
    manifestHash: manifestHash(manifest),
    grant: {
      signedByOwner: true,
      endsAtMs: terms.ends_at_ms,
      policyHash: terms.policy_hash,
      consentHash: terms.consent_hash,
      policyIncluded: bundle.policy !== undefined,
      consentIncluded: bundle.consent !== undefined,
    },
    gaps: manifest.chunks.flatMap((entry) =>
      entry.gap_before === null ? [] : { beforeChunk: entry.index, ...entry.gap_before },
    ),
    silences: silencesOf(manifest.chunks),
    included: descriptor.chunks,
    includedCount: countOf(descriptor.chunks),
    redacted: descriptor.redacted,
    absent: absentOf(bundle),
    range: descriptor.range_ms === null ? null : { fromMs: descriptor.range_ms[0], toMs: descriptor.range_ms[1] },
    anchor,
    checkpoints,
    keyEnvelopes: bundle.keys.length,
    video: bundle.video === undefined ? null : { size: bundle.video.size },
    bundleCreatedAtMs: descriptor.created_at_ms,
    bundleSize,
  };
}

function absentOf({ descriptor, manifest }: Bundle) {
  const accounted = new Set([...indexesOf(descriptor.chunks), ...indexesOf(descriptor.redacted)]);
  return rangesOf(manifest.manifest.chunks.map((entry) => entry.index).filter((index) => !accounted.has(index)));
}

function silencesOf(entries: readonly ChunkEntry[]) {
  return entries.flatMap((entry, at) => {
    const before = entries[at - 1];
    if (before === undefined || entry.gap_before !== null || entry.started_at_ms - before.ended_at_ms <= SILENCE_MS) return [];
    return { beforeChunk: entry.index, fromMs: before.ended_at_ms, toMs: entry.started_at_ms };
  });
}
