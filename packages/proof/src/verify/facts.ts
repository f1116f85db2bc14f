import { countOf, indexesOf, rangesOf } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import type { Manifest } from "../formats/manifest.ts";
import { manifestHash } from "../session/manifest.ts";
import { accountTime } from "./time-account.ts";
import { boundTime } from "./time-bounds.ts";
import type { AnchorFacts, BundleFacts, CheckpointFacts, NetworkFacts } from "./verdict.ts";

/** Silence that is listed by itself, in milliseconds. The shorter ones are summed only. */
const SILENCE_MS = 2_000;

/** Ends after which more might have been recorded. */
const CUT_OFF: ReadonlySet<Manifest["end"]> = new Set(["interrupted", "recorder_lost"]);

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
  const accounted = { manifest, included: descriptor.chunks, redacted: descriptor.redacted };
  const time = accountTime(accounted, { fromMs: manifest.started_at_ms, toMs: manifest.ended_at_ms });
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
    time,
    bounds: boundTime(manifest, network, anchor, checkpoints),
    isCutOff: CUT_OFF.has(manifest.end),
    isComplete: time.isComplete && countOf(descriptor.chunks) === manifest.chunks.length && !CUT_OFF.has(manifest.end),
    silences: silencesOf(manifest),
    included: descriptor.chunks,
    includedCount: countOf(descriptor.chunks),
    redacted: descriptor.redacted,
    absent: absentOf(bundle),
    range:
      descriptor.range_ms === null
        ? null
        : accountTime(accounted, { fromMs: descriptor.range_ms[0], toMs: descriptor.range_ms[1] }),
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

function silencesOf({ chunks, started_at_ms, ended_at_ms }: Manifest): BundleFacts["silences"] {
  const silences: { beforeChunk: number; fromMs: number; toMs: number }[] = [];
  const note = (beforeChunk: number, fromMs: number, toMs: number): void => {
    if (toMs - fromMs > SILENCE_MS) silences.push({ beforeChunk, fromMs, toMs });
  };
  let since = started_at_ms;
  for (const entry of chunks) {
    if (entry.gap_before !== null) {
      note(entry.index, since, entry.gap_before.from_ms);
      since = entry.gap_before.to_ms;
    }
    note(entry.index, since, entry.started_at_ms);
    since = entry.ended_at_ms;
  }
  note(chunks.length, since, ended_at_ms);
  return silences;
}
