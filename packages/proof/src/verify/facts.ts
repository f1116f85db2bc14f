import { countOf, indexesOf, rangesOf } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import { hashObject } from "../encoding/hash.ts";
import type { ChunkRange } from "../formats/bundle.ts";
import { type ChunkEntry, isSecondVersion } from "../formats/chunk-entry.ts";
import { plainGap } from "../formats/gap-code.ts";
import type { Manifest } from "../formats/manifest.ts";
import { blocksIn, evidenceIn } from "./check-after.ts";
import { createLongest, type Longest } from "./longest.ts";
import { policyFacts } from "./policy-facts.ts";
import { accountTime } from "./time-account.ts";
import { boundTime } from "./time-bounds.ts";
import { CLOCK_STEP_MS, doubtsOf, stepBetween } from "./time-doubts.ts";
import type { AnchorFacts, BlockFacts, BundleFacts, CheckpointFacts, NetworkFacts } from "./verdict.ts";

/** Silence that is listed by itself, in milliseconds. The shorter ones are summed only. */
const SILENCE_MS = 2_000;

/** Ends after which more might have been recorded. */
const CUT_OFF: ReadonlySet<Manifest["end"]> = new Set(["interrupted", "recorder_lost"]);

/** Items of each list that a manifest decides the length of: nobody reads more, and a verdict fits into memory. */
const MAX_LISTED = 1_000;

export interface Checked {
  readonly bundle: Bundle;
  readonly bundleSize: number;
  readonly manifestHash: string;
  readonly network: NetworkFacts;
  readonly anchor: AnchorFacts;
  readonly checkpoints: readonly CheckpointFacts[];
  readonly blocks: readonly BlockFacts[];
}

/** Puts together what a bundle says, once everything in it has been checked. */
export function collectFacts({ bundle, bundleSize, manifestHash, network, anchor, checkpoints, blocks }: Checked): BundleFacts {
  const { descriptor } = bundle;
  const { manifest } = bundle.manifest;
  const { terms } = manifest.grant;
  const accounted = { manifest, included: descriptor.chunks, redacted: descriptor.redacted };
  const gaps = gapsOf(manifest.chunks);
  const silences = silencesOf(manifest);
  const clockSteps = clockStepsOf(manifest.chunks);
  const headers = headersOf(bundle);
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
    manifestHash,
    salt: manifest.salt ?? null,
    createdAtMs: manifest.created_at_ms,
    grant: {
      hash: hashObject(manifest.grant),
      signedByOwner: true,
      endsAtMs: terms.ends_at_ms,
      policyHash: terms.policy_hash,
      consentHash: terms.consent_hash,
      after: terms.after ?? null,
      policyIncluded: bundle.policy !== undefined,
      consentIncluded: bundle.consent !== undefined,
    },
    policy: bundle.policy === undefined ? null : policyFacts(bundle.policy, manifest),
    manifestVersion: manifest.version,
    after: firstAfter(bundle),
    counts: { gaps: gaps.count, silences: silences.count, clockSteps: clockSteps.count },
    clockSteps: clockSteps.list(),
    gaps: gaps.list().map(({ beforeChunk, gap }) => ({ beforeChunk, ...plainGap(gap) })),
    time,
    bounds: {
      ...boundTime(manifest, network, anchor, checkpoints, headers),
      doubts: doubtsOf({
        ...{ manifest, genesis: bundle.genesis, anchor, checkpoints, headers },
        madeAtMs: descriptor.created_at_ms,
      }),
    },
    isCutOff: CUT_OFF.has(manifest.end),
    isComplete: time.isComplete && countOf(descriptor.chunks) === manifest.chunks.length && !CUT_OFF.has(manifest.end),
    silences: silences.list(),
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
    blocks,
    keyEnvelopes: bundle.keys.length,
    video: bundle.video === undefined ? null : { size: bundle.video.size },
    bundleCreatedAtMs: descriptor.created_at_ms,
    bundleSize,
  };
}

/** The facts of a bundle for a file that has these chunks and no others. */
export function withChunks(facts: BundleFacts, manifest: Manifest, included: readonly ChunkRange[]): BundleFacts {
  const here = new Set(indexesOf(included));
  const redacted = rangesOf([...indexesOf(facts.redacted)].filter((index) => !here.has(index)));
  for (const index of indexesOf(redacted)) here.add(index);
  const time = accountTime({ manifest, included, redacted }, { fromMs: facts.startedAtMs, toMs: facts.endedAtMs });
  const includedCount = countOf(included);
  const isComplete = time.isComplete && includedCount === facts.chunkCount && !facts.isCutOff;
  const absent = rangesOf(manifest.chunks.map(({ index }) => index).filter((index) => !here.has(index)));
  return { ...facts, time, range: null, isComplete, included, includedCount, redacted, absent };
}

const headersOf = (bundle: Bundle) => evidenceIn(bundle).flatMap(({ headers }) => headers);

function firstAfter(bundle: Bundle): BundleFacts["after"] {
  const after = bundle.manifest.manifest.chunks[0]?.after ?? null;
  return after && { ...after, shown: blocksIn(evidenceIn(bundle)).has(after.height) };
}

interface GapBefore {
  readonly beforeChunk: number;
  readonly gap: NonNullable<ChunkEntry["gap_before"]>;
}

function gapsOf(entries: readonly ChunkEntry[]): Longest<GapBefore> {
  const gaps = createLongest<GapBefore>(MAX_LISTED);
  for (const { index, gap_before: gap } of entries)
    if (gap !== null) gaps.add({ beforeChunk: index, gap }, gap.to_ms - gap.from_ms);
  return gaps;
}

function clockStepsOf(entries: readonly ChunkEntry[]): Longest<BundleFacts["clockSteps"][number]> {
  const steps = createLongest<BundleFacts["clockSteps"][number]>(MAX_LISTED);
  for (const [at, entry] of entries.entries()) {
    const before = entries[at - 1];
    if (before === undefined || !isSecondVersion(before) || !isSecondVersion(entry)) continue;
    const stepMs = stepBetween(before, entry);
    if (Math.abs(stepMs) > CLOCK_STEP_MS) steps.add({ beforeChunk: entry.index, stepMs }, Math.abs(stepMs));
  }
  return steps;
}

function absentOf({ descriptor, manifest }: Bundle) {
  const accounted = new Set([...indexesOf(descriptor.chunks), ...indexesOf(descriptor.redacted)]);
  return rangesOf(manifest.manifest.chunks.map((entry) => entry.index).filter((index) => !accounted.has(index)));
}

function silencesOf({ chunks, started_at_ms, ended_at_ms }: Manifest): Longest<BundleFacts["silences"][number]> {
  const silences = createLongest<BundleFacts["silences"][number]>(MAX_LISTED);
  const note = (beforeChunk: number, fromMs: number, toMs: number): void => {
    if (toMs - fromMs > SILENCE_MS) silences.add({ beforeChunk, fromMs, toMs }, toMs - fromMs);
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
