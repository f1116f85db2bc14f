import type { BlockRef, SignedHeader } from "../formats/block.ts";
import type { Manifest } from "../formats/manifest.ts";
import { LONG_CHUNK_MS } from "./time-account.ts";
import type { ChainFacts, CheckpointFacts, NetworkFacts, TimeBounds, TimeDoubt } from "./verdict.ts";

/** Declared error of the node's clock from which its times are doubtful, in milliseconds. */
const DOUBTFUL_CLOCK_MS = 60_000;

/** A block may be dated by the clock of another machine, so many milliseconds ahead of the node's. */
const TOLERANCE_MS = 60_000;

/** Between which times a recording was made, as far as the chain shows it, and what does not fit together. */
export function boundTime(
  manifest: Manifest,
  network: NetworkFacts,
  anchor: ChainFacts,
  checkpoints: readonly CheckpointFacts[],
  headers: readonly SignedHeader[],
): TimeBounds {
  const atMs = anchor.blockTime * 1_000;
  const errors = manifest.chunks.flatMap(({ clock_error_ms }) => clock_error_ms ?? []);
  const live = checkpoints.filter(({ isLive }) => isLive);
  const clock = {
    largestErrorMs: errors.length === 0 ? null : errors.reduce((most, ms) => Math.max(most, ms), 0),
    unknownChunks: manifest.chunks.length - errors.length,
  };
  const times = new Map(headers.map(({ header }) => [header.height, header.timestamp * 1_000]));
  times.set(0, network.genesisTime * 1_000);
  const granted = datedBy(manifest.grant.terms.after, times);
  return {
    upper: { atMs, height: anchor.height, keys: network.decidingKeys },
    lower: lowerOf(manifest, times),
    granted,
    clock,
    anchorLagMs: atMs - manifest.ended_at_ms,
    live: {
      count: live.length,
      chunks: live.at(-1)?.chunks ?? 0,
      greatestLagMs: live.length === 0 ? null : live.reduce((most, { lagMs }) => Math.max(most, lagMs), 0),
    },
    doubts: doubtsOf(manifest, network, atMs, clock.largestErrorMs, beforeBlock(manifest, times, granted)),
  };
}

type BlockTimes = ReadonlyMap<number, number>;

function datedBy(after: BlockRef | null | undefined, times: BlockTimes): TimeBounds["granted"] {
  const atMs = after ? times.get(after.height) : undefined;
  return after && atMs !== undefined ? { atMs, height: after.height } : null;
}

/** The first chunk that names a block before it whose time the evidence shows. */
function lowerOf({ chunks }: Manifest, times: BlockTimes): TimeBounds["lower"] {
  for (const { index, after } of chunks) {
    const dated = datedBy(after, times);
    if (dated !== null) return { chunk: index, ...dated };
  }
  return null;
}

/**
 * By how long at most what the node states to have begun is older than a block that it names as one before. The genesis is left
 * out: of a start before it is said that it is.
 */
function beforeBlock({ chunks, started_at_ms }: Manifest, times: BlockTimes, granted: TimeBounds["granted"]): number {
  const since = (block: TimeBounds["granted"], begunMs: number): number =>
    block === null || block.height === 0 ? 0 : block.atMs - begunMs;
  return chunks.reduce(
    (most, entry) => Math.max(most, since(datedBy(entry.after, times), entry.started_at_ms)),
    since(granted, started_at_ms),
  );
}

/** What no rule forbids, since a clock that was set can bring it about, and a reader must hear of. */
function doubtsOf(
  manifest: Manifest,
  network: NetworkFacts,
  blockMs: number,
  errorMs: number | null,
  earlyMs: number,
): TimeDoubt[] {
  const doubts: TimeDoubt[] = [];
  const beforeGenesisMs = network.genesisTime * 1_000 - manifest.started_at_ms;
  if (beforeGenesisMs > 0) doubts.push({ code: "start-before-genesis", ms: beforeGenesisMs });
  if (earlyMs > TOLERANCE_MS) doubts.push({ code: "start-before-block", ms: earlyMs });
  /** A block's time is in whole seconds, rounded down. */
  const beforeStartMs = manifest.started_at_ms - (blockMs + 999);
  if (beforeStartMs > 0) doubts.push({ code: "anchor-before-start", ms: manifest.started_at_ms - blockMs });
  else if (manifest.ended_at_ms > blockMs + 999) doubts.push({ code: "anchor-before-end", ms: manifest.ended_at_ms - blockMs });
  if (errorMs !== null && errorMs > DOUBTFUL_CLOCK_MS) doubts.push({ code: "clock-error", ms: errorMs });
  const longestMs = manifest.chunks.reduce((most, entry) => Math.max(most, entry.ended_at_ms - entry.started_at_ms), 0);
  if (longestMs > LONG_CHUNK_MS) doubts.push({ code: "long-chunk", ms: longestMs });
  return doubts;
}
