import type { SignedHeader } from "../formats/block.ts";
import { type ChunkEntryV2, isSecondVersion } from "../formats/chunk-entry.ts";
import type { Genesis } from "../formats/genesis.ts";
import type { Manifest } from "../formats/manifest.ts";
import { LONG_CHUNK_MS } from "./time-account.ts";
import type { ChainFacts, CheckpointFacts, TimeDoubt } from "./verdict.ts";

/** By so much two clocks may differ without a word: those of node and chain, of node and whoever made the file, and an error declared. */
const TOLERANCE_MS = 60_000;
/** A block's time is in whole seconds, rounded down. */
const WITHIN_SECOND_MS = 999;
/** Less than this is no step: clocks are read with an error, and are slewed. */
export const CLOCK_STEP_MS = 1_000;
/** A clock that a time service slews runs at most one part in 2 000 faster or slower; twice that is allowed. */
const SLEWED_SHARE = 1_000;
/**
 * A doubt of more than this is said as this. Every smaller one is exact: times in milliseconds are numbers up to this, and those in
 * seconds a thousand times as much, which doubles hold exactly (being multiples of eight) as far as a difference is below it.
 */
export const MOST_SAID_MS = Number.MAX_SAFE_INTEGER;

/** What is compared: a checked recording, and the evidence of its blocks. */
export interface Doubted {
  readonly manifest: Manifest;
  readonly genesis: Pick<Genesis, "genesis_time">;
  readonly anchor: Pick<ChainFacts, "blockTime">;
  readonly checkpoints: readonly Pick<CheckpointFacts, "blockTime" | "endedAtMs">[];
  readonly headers: readonly SignedHeader[];
  /** When the file was made, as it says. */
  readonly madeAtMs: number;
}

/** What no rule forbids, since a clock that was set can bring it about, and a reader must hear of. */
export function doubtsOf({ manifest, genesis, anchor, checkpoints, headers, madeAtMs }: Doubted): TimeDoubt[] {
  const { chunks, started_at_ms, ended_at_ms, created_at_ms } = manifest;
  const blockMs = anchor.blockTime * 1_000;
  const earliest = earliestOf(headers, genesis.genesis_time);
  const clocks = clocksOf(chunks.every(isSecondVersion) ? chunks : []);
  const begun = mostOf(chunks, ({ after, started_at_ms: begunMs }) => earliest(after) - begunMs);
  const beforeStart = started_at_ms > blockMs + WITHIN_SECOND_MS;
  const found: readonly (readonly [TimeDoubt["code"], ms: number, most: number])[] = [
    ["start-before-genesis", genesis.genesis_time * 1_000 - started_at_ms, 0],
    ["start-before-block", Math.max(begun, earliest(manifest.grant.terms.after) - started_at_ms), TOLERANCE_MS],
    ["signed-before-block", earliest(manifest.after) - created_at_ms, TOLERANCE_MS],
    ["signed-before-end", ended_at_ms - created_at_ms, 0],
    beforeStart
      ? ["anchor-before-start", started_at_ms - blockMs, 0]
      : ["anchor-before-end", ended_at_ms - blockMs, WITHIN_SECOND_MS],
    [
      "checkpoint-before-chunk",
      mostOf(checkpoints, ({ endedAtMs, blockTime }) => endedAtMs - blockTime * 1_000),
      WITHIN_SECOND_MS,
    ],
    ["made-before-block", mostOf(headers, ({ header }) => header.timestamp * 1_000) - madeAtMs, TOLERANCE_MS],
    ["clock-error", mostOf(chunks, ({ clock_error_ms }) => clock_error_ms ?? 0), TOLERANCE_MS],
    ["clock-step", clocks.greatestStepMs, CLOCK_STEP_MS],
    ["clock-drift", clocks.driftMs, CLOCK_STEP_MS + clocks.spanMs / SLEWED_SHARE],
    ["long-chunk", mostOf(chunks, (entry) => entry.ended_at_ms - entry.started_at_ms), LONG_CHUNK_MS],
  ];
  return found.filter(([, ms, most]) => ms > most).map(([code, ms]) => ({ code, ms: Math.min(ms, MOST_SAID_MS) }));
}

const mostOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((most, item) => Math.max(most, of(item)), 0);

/**
 * The earliest that a block of a height can be dated, in milliseconds, given that each block is dated a second after the one
 * before it: by the highest header at or below it that the evidence has, else by the genesis, which is at height 0, a second
 * before `genesis_time`. Nothing is said of a block that is not named, and of the genesis itself.
 */
function earliestOf(headers: readonly SignedHeader[], genesisTime: number) {
  const genesis = { height: 0, timestamp: genesisTime - 1 };
  const known = headers.map(({ header: { height, timestamp } }) => ({ height, timestamp }));
  known.sort((one, other) => one.height - other.height);

  /** How many of them are at this height or below. */
  function countUpTo(height: number): number {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((known[middle]?.height ?? 0) <= height) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return (after: { readonly height: number } | null | undefined): number => {
    if (!after || after.height === 0) return 0;
    const below = known[countUpTo(after.height) - 1] ?? genesis;
    return (below.timestamp + (after.height - below.height)) * 1_000;
  };
}

/** What the clock of the entries did beside the one that nobody can set, where they have both. */
function clocksOf(entries: readonly ChunkEntryV2[]) {
  let greatestStepMs = 0;
  let drift = 0;
  let spanMs = 0;
  for (const [at, entry] of entries.entries()) {
    const before = entries[at - 1];
    const pauseMs = before === undefined ? 0 : stepBetween(before, entry);
    if (entry.gap_before === null) drift += pauseMs;
    else greatestStepMs = Math.max(greatestStepMs, Math.abs(pauseMs));
    const monotonicMs = entry.ended_monotonic_ms - entry.started_monotonic_ms;
    drift += entry.ended_at_ms - entry.started_at_ms - monotonicMs;
    spanMs += monotonicMs;
  }
  return { greatestStepMs, driftMs: Math.abs(drift), spanMs };
}

/** By how much more the node's clock went between two entries than the one that nobody can set. */
export const stepBetween = (before: ChunkEntryV2, entry: ChunkEntryV2): number =>
  entry.started_at_ms - before.ended_at_ms - (entry.started_monotonic_ms - before.ended_monotonic_ms);
